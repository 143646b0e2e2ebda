"""What the datasheet of ward_vitals promises is in its rows, for the release and for other seeds."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from hoichan import data
from hoichan.synthesis.columns import read_columns
from hoichan.synthesis.generators import ward_vitals
from hoichan.synthesis.measures import MeasureError, evaluate
from hoichan.synthesis.publish import as_loaded
from hoichan.synthesis.questions import asked

NAME = "ward_vitals"
ROUND = pd.Timestamp("2025-03-20 06:00")
OTHER_SEEDS = [1, 77, 1_002_609]


@pytest.fixture(scope="module")
def released():
    return data.load(NAME)


@pytest.fixture(scope="module", params=["released", *OTHER_SEEDS])
def charts(request):
    if request.param == "released":
        return data.load(NAME)
    return as_loaded(read_columns(NAME), ward_vitals.generate(request.param))[NAME]


def newly_scored(rows: pd.DataFrame, missing_rate: int = 0) -> pd.Series:
    """NEWS2 written a second time, row by row, from the chart of 2017."""

    def of_row(row: pd.Series) -> int:
        if pd.isna(row.rr):
            total = missing_rate
        else:
            total = 3 if row.rr <= 8 or row.rr >= 25 else 2 if row.rr >= 21 else int(row.rr <= 11)
        if row.thang_spo2 == 1:
            total += 3 if row.spo2 <= 91 else 2 if row.spo2 <= 93 else int(row.spo2 <= 95)
        elif row.spo2 <= 87:
            total += 3 if row.spo2 <= 83 else 2 if row.spo2 <= 85 else 1
        elif row.o2 and row.spo2 >= 93:
            total += 3 if row.spo2 >= 97 else 2 if row.spo2 >= 95 else 1
        total += 2 if row.o2 else 0
        total += (
            3
            if row.hats <= 90 or row.hats >= 220
            else 2
            if row.hats <= 100
            else int(row.hats <= 110)
        )
        if row.mach <= 40 or row.mach >= 131:
            total += 3
        else:
            total += 2 if row.mach >= 111 else int(row.mach <= 50 or row.mach >= 91)
        total += 0 if row.y_thuc == "A" else 3
        if row.nhiet <= 35.0:
            total += 3
        else:
            total += 2 if row.nhiet >= 39.1 else int(row.nhiet <= 36.0 or row.nhiet >= 38.1)
        return total

    return rows.apply(of_row, axis=1)


def test_every_stay_has_eighteen_observations_four_hours_apart(charts):
    assert len(charts) == 7200
    assert (charts.groupby("stay_id").size() == 18).all()
    steps = charts.groupby("stay_id")["t"].diff().dropna()
    assert (steps == pd.Timedelta(hours=4)).all()
    assert charts["stay_id"].nunique() == 400
    admitted = charts.groupby("stay_id")["t"].min()
    assert admitted.is_monotonic_increasing  # numbered in order of admission
    assert set(charts["t"].dt.hour) == {2, 6, 10, 14, 18, 22}


def test_shares_are_exact(charts):
    by_stay = charts.groupby("stay_id")
    assert charts["goi_cap_cuu"].sum() == by_stay["goi_cap_cuu"].any().sum() == 48
    assert (by_stay["thang_spo2"].min() == by_stay["thang_spo2"].max()).all()
    assert (by_stay["thang_spo2"].first() == 2).sum() == 32
    assert charts["rr"].isna().sum() == 720
    assert by_stay["tuoi"].nunique().max() == 1
    assert charts["tuoi"].min() >= 18


def test_the_calendar_holds_a_ward_of_about_thirty(charts):
    present = charts.groupby("t").size()
    inside = present[(present.index >= "2025-03-04 02:00") & (present.index <= "2025-04-09 22:00")]
    assert inside.between(24, 40).all()


def test_the_score_of_every_row_is_that_of_a_second_writing(released):
    low, high = newly_scored(released), newly_scored(released, missing_rate=3)
    reached = released[low >= 7]["stay_id"].nunique()
    assert evaluate({NAME: released}, f"{NAME}.emergencies", {}).value == reached
    for args, expected in (
        ({"level": "cao"}, low >= 7),
        ({"level": "cao", "missing": "high"}, high >= 7),
    ):
        found = evaluate({NAME: released}, f"{NAME}.at_risk_share", args)
        assert found.value == pytest.approx(expected.mean())
    undecided = int(((low < 7) & (high >= 7)).sum())
    assert evaluate({NAME: released}, f"{NAME}.open_observations", {}).value == undecided > 10


def test_every_call_was_made_at_seven_or_more_with_a_counted_rate(charts):
    calls = charts[charts["goi_cap_cuu"]]
    assert calls["rr"].notna().all()
    assert (newly_scored(calls) >= 7).all()


def test_breath_moves_first(charts):
    leads = {
        sign: evaluate({NAME: charts}, f"{NAME}.lead_hours", {"sign": sign}).value
        for sign in ("rr", "spo2", "hats", "mach", "nhiet", "news2")
    }
    assert leads["rr"] >= 8
    assert all(leads["rr"] > leads[sign] for sign in leads if sign != "rr")
    # The same from the means alone: eight hours before the call breath has gone most of its way.
    called = charts[charts["goi_cap_cuu"]].set_index("stay_id")["t"]
    before = (charts["stay_id"].map(called) - charts["t"]).dt.total_seconds() / 3600
    mean = charts.groupby(before)[["rr", "mach", "hats", "nhiet"]].mean().astype(float)
    way = (mean.loc[8] - mean.loc[24]) / (mean.loc[0] - mean.loc[24])
    assert way["rr"] > 0.6
    assert (way.drop("rr") < 0.6 * way["rr"]).all()


def test_twenty_is_copied_at_night_and_hides_fast_breath(charts):
    twenty = (charts["rr"] == 20).where(charts["rr"].notna())
    by_hour = twenty.groupby(charts["t"].dt.hour).mean()
    assert by_hour[2] > 2 * by_hour[14]
    by_staff = twenty.groupby(charts["nguoi_do"]).mean().sort_values()
    assert set(by_staff.index[-6:]) == {f"DD{n:02d}" for n in range(1, 7)}
    recorded = charts["rr"].dropna().astype(int)
    counts = recorded.value_counts()
    assert counts[20] > 2 * counts[19]  # far more than its neighbours: digit bias
    assert counts[20] >= 1080
    assert evaluate({NAME: charts}, f"{NAME}.hidden_rates", {}).value >= 5


def test_the_round_holds_the_planted_cases(charts):
    rows = charts[charts["t"] == ROUND]
    low, high = newly_scored(rows), newly_scored(rows, missing_rate=3)
    assert len(rows) == 28
    assert (low >= 7).sum() == 5
    assert (low - 2 * rows["o2"] >= 7).sum() == 3
    assert ((low < 7) & (high >= 7)).sum() == 1
    assert not rows["goi_cap_cuu"].any()
    second = rows[(rows["thang_spo2"] == 2) & (rows["spo2"] == 90) & ~rows["o2"]]
    assert len(second) >= 1
    assert (low[second.index] < 5).all()


def answers(tables):
    return {q.id: (q.right(tables), q.wrong(tables)) for q in asked(NAME)}


def test_questions_right_and_trapped(charts):
    rows = charts[charts["t"] == ROUND]
    low = newly_scored(rows)
    found = answers({NAME: charts})
    assert len(found) == 3
    sick = tuple(sorted(rows["stay_id"][low >= 7]))
    fewer = tuple(sorted(rows["stay_id"][low - 2 * rows["o2"] >= 7]))
    assert found["ward-emergencies-0600"] == (sick, fewer)
    assert found["ward-spo2-scale-2"] == (0, 3)
    most = int(low[rows["rr"].isna()].max())
    assert found["ward-missing-rate"] == (f"{most}-{most + 3}", f"{most}")
    assert most < 7 <= most + 3


def test_questions_of_the_release_as_published(released):
    found = answers({NAME: released})
    assert found["ward-emergencies-0600"] == (
        ("LN0176", "LN0177", "LN0179", "LN0184", "LN0185"),
        ("LN0177", "LN0179", "LN0185"),
    )
    assert found["ward-missing-rate"] == ("4-7", "4")


def test_the_same_seed_gives_the_same_rows_and_no_score_is_told():
    first, second = (ward_vitals.generate(5)[NAME] for _ in range(2))
    pd.testing.assert_frame_equal(first, second)
    assert not {"news2", "diem", "score"} & {name.lower() for name in data.load(NAME).columns}


# ------------------------------------------------------------------ measures on a made-up ward


@pytest.fixture
def ward():
    start = pd.Timestamp("2025-03-01 02:00")
    rates = {"LN0001": [16, 21, 22, 25, 30], "LN0002": [25, 20, 25, None, 16]}
    rows = []
    for stay, series in rates.items():
        for step, rr in enumerate(series):
            sick = stay == "LN0001" and step >= 3
            rows.append(
                {
                    "stay_id": stay, "t": start + pd.Timedelta(hours=4 * step), "rr": rr,
                    "spo2": 91 if sick else 97, "o2": sick, "thang_spo2": 1, "hats": 120,
                    "mach": 80, "y_thuc": "A", "nhiet": 37.0,
                    "goi_cap_cuu": stay == "LN0001" and step == 4,
                }
            )  # fmt: skip
    return {NAME: pd.DataFrame(rows).astype({"rr": "Int64"})}


@pytest.mark.parametrize(
    ("what", "args", "expected"),
    [
        ("news2", {"stay_id": "LN0001", "at": "2025-03-01T14:00"}, 8),
        ("news2", {"stay_id": "LN0002", "at": "2025-03-01T14:00"}, 0),
        ("news2", {"stay_id": "LN0002", "at": "2025-03-01T14:00", "missing": "high"}, 3),
        ("emergencies", {}, 1),
        ("emergencies", {"oxygen": False}, 0),
        ("emergencies", {"at": "2025-03-01T02:00"}, 0),
        ("emergencies", {"threshold": 3}, 2),
        ("first_emergency", {"stay_id": "LN0001"}, "2025-03-01T14:00"),
        ("first_emergency", {"call": 1}, "2025-03-01T14:00"),
        ("lead_hours", {}, 4.0),
        ("lead_hours", {"sign": "rr"}, 12.0),
        ("lead_hours", {"sign": "rr", "within": 8}, 8.0),
        ("lead_hours", {"sign": "mach"}, 0.0),
        ("at_risk_share", {"level": "thap_vua"}, 0.2),
        ("at_risk_share", {"level": "thap_vua", "missing": "high"}, 0.3),
        ("level_open_share", {}, 1.0),
        ("open_observations", {}, 0),
        ("hidden_rates", {}, 1),
        ("hidden_rates", {"around": 26}, 0),
    ],
)
def test_measures_on_known_charts(ward, what, args, expected):
    found = evaluate(ward, f"{NAME}.{what}", args).value
    assert found == (expected if isinstance(expected, str) else pytest.approx(expected))


@pytest.mark.parametrize(
    ("what", "args", "words"),
    [
        ("news2", {"stay_id": "LN9999", "at": "2025-03-01T14:00"}, "no stay"),
        ("news2", {"stay_id": "LN0001", "at": "sáng nay"}, "no moment"),
        ("emergencies", {"at": "2025-03-01T15:00"}, "no observation"),
        ("first_emergency", {"stay_id": "LN0002"}, "never reaches"),
        ("first_emergency", {"call": 2}, "from 1 to 1"),
        ("first_emergency", {}, "Name a stay_id"),
    ],
)
def test_measures_say_what_is_wrong(ward, what, args, words):
    with pytest.raises(MeasureError, match=words):
        evaluate(ward, f"{NAME}.{what}", args)


def test_saturation_of_scale_2_lies_in_its_target_and_oxygen_overshoots_it(charts):
    calm = charts[~charts["stay_id"].isin(charts.loc[charts["goi_cap_cuu"], "stay_id"])]
    second = calm[calm["thang_spo2"] == 2]
    assert second["spo2"].median() == pytest.approx(90, abs=1.5)
    assert (second[second["o2"]]["spo2"] >= 93).any()
    assert calm[calm["thang_spo2"] == 1]["spo2"].median() >= 96
    assert np.isclose(calm.groupby("stay_id")["o2"].nunique().max(), 1)
