"""What the datasheet of bhyt_claims promises is in its rows, for the release and for other seeds."""

from __future__ import annotations

import pandas as pd
import pytest

from hoichan import data
from hoichan.synthesis.claim_rules import broken
from hoichan.synthesis.columns import read_columns
from hoichan.synthesis.generators import bhyt_claims
from hoichan.synthesis.measures import MeasureError, evaluate
from hoichan.synthesis.publish import as_loaded
from hoichan.synthesis.questions import asked

NAME = "bhyt_claims"
OTHER_SEEDS = [1, 77, 1_002_611]
PLANTED = {
    "R1": 30, "R2": 45, "R3": 30, "R4": 25, "R5": 55, "R6": 60, "R7": 40, "R8": 50, "R9": 45,
    "R10": 25, "R11": 25, "R12": 20,
}  # fmt: skip
ITEMS = ["T_THUOC", "T_VTYT", "T_KHAM", "T_XN", "T_CDHA", "T_PTTT", "T_GIUONG"]
LEVELS = {"1": 100, "2": 100, "3": 95, "4": 80, "5": 100}


@pytest.fixture(scope="module", params=["released", *OTHER_SEEDS])
def claims(request):
    if request.param == "released":
        return data.load(NAME)
    return as_loaded(read_columns(NAME), bhyt_claims.generate(request.param))[NAME]


@pytest.fixture(scope="module")
def released():
    return data.load(NAME)


def payment(row) -> int:
    """What the insurance owes, written a second time."""
    if row.T_TONGCHI_BH < 351_000:
        return row.T_TONGCHI_BH
    return int(row.T_TONGCHI_BH * row.MUC_HUONG / 100 + 0.5)


def newly_broken(claims: pd.DataFrame) -> pd.DataFrame:
    """The twelve rules written a second time, with pandas alone."""
    icd, age = claims["MA_BENH_CHINH"], claims["tuoi"]
    found = pd.DataFrame(index=claims.index)
    found["R1"] = claims["NGAY_RA"] < claims["NGAY_VAO"]
    days = (claims["NGAY_RA"].dt.normalize() - claims["NGAY_VAO"].dt.normalize()).dt.days + 1
    days = days.mask(claims["MA_LOAI_KCB"] == "01", 0)
    found["R2"] = ~found["R1"] & (claims["SO_NGAY_DTRI"] != days)
    women, men = icd.str.match("O|N7|N8|N9|Z34"), icd.str.match("N4")
    found["R3"] = (women & (claims["GIOI_TINH"] == 1)) | (men & (claims["GIOI_TINH"] == 2))
    adult = icd.str.match("E11|H25|I10|I21|I63|I69|J44|M17|N40")
    bearing = icd.str.match("O|Z34")
    found["R4"] = (adult & (age < 18)) | (bearing & ((age < 12) | (age > 55))) | (age < 0)
    found["R5"] = claims[ITEMS].sum(axis=1) != claims["T_TONGCHI_BV"]
    found["R6"] = claims.apply(payment, axis=1) != claims["T_BHTT"]
    found["R7"] = claims["T_BNCCT"] != claims["T_TONGCHI_BH"] - claims["T_BHTT"]
    found["R8"] = claims["MA_DOITUONG"].map(LEVELS) != claims["MUC_HUONG"]
    day = claims.assign(day=claims["NGAY_VAO"].dt.date).sort_values(["NGAY_VAO", "MA_LK"])
    found["R9"] = day.duplicated(["MA_BN", "MA_LOAI_KCB", "day"]).reindex(claims.index)
    allowed = {"MAT": "H[0-5]", "SAN": "O|N[789]|Z3", "TMH": "H[6-9]|J0|J3"}
    found["R10"] = False
    for ward, pattern in allowed.items():
        found["R10"] |= (claims["MA_KHOA"] == ward) & ~icd.str.match(pattern)
    result, kind = claims["KET_QUA_DTRI"], claims["MA_LOAI_RV"]
    found["R11"] = (result.isin([1, 5]) & ~kind.isin([1, 4])) | ((result == 6) & (kind != 4))
    money = [name for name in claims.columns if name.startswith("T_")]
    found["R12"] = (claims[money] < 0).any(axis=1) | (claims["T_TONGCHI_BV"] <= 0)
    return found


def test_exact_numbers_break_exactly_one_rule_each_and_the_others_none(claims):
    found = newly_broken(claims)
    assert found.sum().to_dict() == PLANTED
    assert (found.sum(axis=1) <= 1).all()
    assert found.any(axis=1).sum() == 450 == 0.03 * len(claims)
    # The module's rules agree with this second writing on every row.
    ours = broken(claims, bhyt_claims.params().terms)
    pd.testing.assert_frame_equal(ours, found[list(ours.columns)], check_dtype=False)


def test_shape_of_the_table(claims):
    assert len(claims) == 15_000
    assert claims["MA_LK"].is_unique
    assert claims["NGAY_RA"].is_monotonic_increasing
    assert claims["MA_BN"].nunique() == 7200
    assert set(claims["MA_CSKCB"]) == {"00101", "00102", "00103"}
    assert set(claims["MUC_HUONG"]) == {80, 95, 100}
    assert (claims["NGAY_VAO"].dt.year == 2025).all()
    assert (claims["T_BNTT"] > 0).mean() == pytest.approx(0.12, abs=0.005)
    money = claims[[name for name in claims.columns if name.startswith("T_")]]
    assert all(pd.api.types.is_integer_dtype(kind) for kind in money.dtypes)
    assert (claims["T_TONGCHI_BV"] == claims["T_TONGCHI_BH"] + claims["T_BNTT"]).all()


def test_stays_of_a_person_do_not_overlap(claims):
    kept = claims[~newly_broken(claims)[["R1", "R9"]].any(axis=1)]
    ordered = kept.sort_values(["MA_BN", "NGAY_VAO"])
    before = ordered.groupby("MA_BN")["NGAY_RA"].shift()
    assert not (before >= ordered["NGAY_VAO"]).any()


def test_a_duplicate_repeats_the_claim_it_follows(claims):
    day = claims["NGAY_VAO"].dt.date
    twice = claims[newly_broken(claims)["R9"]]
    for row in twice.itertuples():
        same = claims[(claims["MA_BN"] == row.MA_BN) & (day == row.NGAY_VAO.date())]
        assert len(same) == 2
        assert same["T_TONGCHI_BV"].nunique() == same["MA_BENH_CHINH"].nunique() == 1


def test_costs_are_skewed_and_differ_by_diagnosis_and_kind(claims):
    sound = claims[~newly_broken(claims).any(axis=1)]
    stays = sound[sound["MA_LOAI_KCB"] == "03"]
    assert stays["T_TONGCHI_BV"].mean() > 1.15 * stays["T_TONGCHI_BV"].median()
    mean = stays.groupby("MA_BENH_CHINH")["T_TONGCHI_BV"].mean()
    assert mean["I21.9"] > 3 * mean["J18.9"] > 3 * mean["A09"]
    visits = sound[sound["MA_LOAI_KCB"] == "01"]
    assert visits[ITEMS].sum().idxmax() == "T_THUOC"
    assert visits["T_GIUONG"].sum() == 0


def test_planted_overpayments_are_worth_asking_for(claims):
    for rule in ("R6", "R8"):
        assert evaluate({NAME: claims}, f"{NAME}.overpaid", {"rule": rule}).value > 5_000_000
    assert evaluate({NAME: claims}, f"{NAME}.overpaid", {"rule": "R2"}).value == 0


def test_questions_right_and_trapped(claims):
    found = {q.id: (q.right({NAME: claims}), q.wrong({NAME: claims})) for q in asked(NAME)}
    assert len(found) == 2
    wrong = newly_broken(claims)
    here = (claims["NGAY_RA"].dt.strftime("%Y-%m") == "2025-03") & (claims["MA_CSKCB"] == "00102")
    right, trap = found["bhyt-broken-claims"]
    assert right == tuple(sorted(claims["MA_LK"][here & wrong.any(axis=1)]))
    missed = set(right) - set(trap)
    assert missed == set(claims["MA_LK"][here & wrong["R3"]])
    assert len(missed) >= 3
    assert len(trap) >= 1
    stays = claims[(claims["MA_LOAI_KCB"] == "03") & (claims["MUC_HUONG"] == 80)]
    stays = stays[~wrong.any(axis=1)[stays.index]]
    one = stays.loc[stays["T_BNTT"].idxmax()]
    assert found["bhyt-due-for-claim"] == (
        int(one["T_TONGCHI_BH"] * 0.8 + 0.5),
        int(one["T_TONGCHI_BV"] * 0.8 + 0.5),
    )
    assert one["T_BHTT"] == found["bhyt-due-for-claim"][0]
    assert found["bhyt-due-for-claim"][1] - found["bhyt-due-for-claim"][0] > 500_000


def test_no_card_number_or_personal_number_is_there(released):
    texts = released.select_dtypes(include=["object", "string"]).astype("str")
    for column in texts:
        assert not texts[column].str.contains(r"\d{10,}", regex=True).any(), column
    assert not {"HO_TEN", "MA_THE_BHYT", "SO_CCCD", "DIA_CHI", "DIEN_THOAI"} & set(released.columns)


def test_the_same_seed_gives_the_same_rows():
    first, second = (bhyt_claims.generate(5)[NAME] for _ in range(2))
    pd.testing.assert_frame_equal(first, second)


# ------------------------------------------------------------------ measures on made-up claims


@pytest.fixture
def few():
    base = {
        "MA_LK": "LK000001", "MA_BN": "NB000001", "NGAY_SINH": "1960-05-10", "GIOI_TINH": 1,
        "MA_DOITUONG": "4", "MUC_HUONG": 80, "MA_LOAI_KCB": "03", "MA_BENH_CHINH": "I10",
        "MA_CSKCB": "00101", "NGAY_VAO": "2025-03-03", "NGAY_RA": "2025-03-04", "SO_NGAY_DTRI": 2,
        "MA_KHOA": "NOI", "T_THUOC": 600_000, "T_VTYT": 0, "T_KHAM": 0, "T_XN": 400_000,
        "T_CDHA": 0, "T_PTTT": 0, "T_GIUONG": 0, "T_TONGCHI_BV": 1_000_000,
        "T_TONGCHI_BH": 1_000_000, "T_BHTT": 800_000, "T_BNCCT": 200_000, "T_BNTT": 0,
        "KET_QUA_DTRI": 1, "MA_LOAI_RV": 1,
    }  # fmt: skip
    small = {"T_THUOC": 0, "T_XN": 300_000, "T_TONGCHI_BV": 300_000, "T_TONGCHI_BH": 300_000,
             "T_BHTT": 300_000, "T_BNCCT": 0}  # fmt: skip
    rows = [
        base,
        base | {"MA_LK": "LK000002", "MA_BN": "NB000002"} | small,
        base | {"MA_LK": "LK000003", "MA_BN": "NB000003", "T_BHTT": 1_000_000, "T_BNCCT": 0},
        base | {"MA_LK": "LK000004", "MA_BN": "NB000004", "MUC_HUONG": 95, "T_BHTT": 950_000,
                "T_BNCCT": 50_000, "MA_CSKCB": "00102"},
    ]  # fmt: skip
    table = pd.DataFrame(rows)
    for name in ("NGAY_SINH", "NGAY_VAO", "NGAY_RA"):
        table[name] = pd.to_datetime(table[name])
    return {NAME: table}


@pytest.mark.parametrize(
    ("what", "args", "expected"),
    [
        ("broken", {}, 2),
        ("broken", {"rule": "R6"}, 1),
        ("broken", {"rule": "R8", "where": "MA_CSKCB=00101"}, 0),
        ("broken_share", {"where": "MA_CSKCB=00102"}, 1.0),
        ("due", {"ma_lk": "LK000004"}, 800_000),
        ("due", {"ma_lk": "LK000002"}, 300_000),
        ("overpaid", {}, 350_000),
        ("overpaid", {"rule": "R8"}, 150_000),
        ("mean_paid", {}, 550_000.0),
        ("mean_paid", {"sound": False}, 762_500.0),
        ("component_share", {"component": "T_XN"}, 700 / 1300),
        ("largest_component", {}, "T_XN"),
        ("small_bill_share", {}, 0.5),
    ],
)
def test_measures_on_known_claims(few, what, args, expected):
    found = evaluate(few, f"{NAME}.{what}", args).value
    assert found == (expected if isinstance(expected, str) else pytest.approx(expected))


@pytest.mark.parametrize(
    ("what", "args", "words"),
    [
        ("due", {"ma_lk": "LK999999"}, "no claim"),
        ("broken", {"rule": "R13"}, "R13"),
        ("mean_paid", {"where": "T_BHTT>5000000"}, "No claim meets"),
        ("component_share", {"component": "T_BHTT"}, "T_BHTT"),
    ],
)
def test_measures_say_what_is_wrong(few, what, args, words):
    with pytest.raises(MeasureError, match=words):
        evaluate(few, f"{NAME}.{what}", args)
