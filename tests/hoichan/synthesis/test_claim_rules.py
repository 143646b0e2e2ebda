"""Each of the rules R1 to R12 on made-up claims: what keeps it, what breaks it and nothing else."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from hoichan.synthesis import claim_rules
from hoichan.synthesis.claim_rules import RULES, broken, due
from hoichan.synthesis.generators.bhyt_claims import params

TERMS = params().terms


def claims(*changes):
    """Sound claims of different persons, each with some cells changed."""
    rows = []
    for number, changed in enumerate(changes or ({},), start=1):
        rows.append(
            {
                "MA_LK": f"LK{number:06d}", "MA_BN": f"NB{number:06d}", "NGAY_SINH": "1960-05-10",
                "GIOI_TINH": 1, "MA_DOITUONG": "4", "MUC_HUONG": 80, "MA_LOAI_KCB": "03",
                "MA_BENH_CHINH": "I10", "NGAY_VAO": "2025-03-03T08:00:00",
                "NGAY_RA": "2025-03-07T10:00:00", "SO_NGAY_DTRI": 5, "MA_KHOA": "NOI",
                "T_THUOC": 500_000, "T_VTYT": 0, "T_KHAM": 40_000, "T_XN": 300_000,
                "T_CDHA": 160_000, "T_PTTT": 0, "T_GIUONG": 1_000_000,
                "T_TONGCHI_BV": 2_000_000, "T_TONGCHI_BH": 1_800_000, "T_BHTT": 1_440_000,
                "T_BNCCT": 360_000, "T_BNTT": 200_000, "KET_QUA_DTRI": 2, "MA_LOAI_RV": 1,
            }
            | changed
        )  # fmt: skip
    table = pd.DataFrame(rows)
    for name in ("NGAY_SINH", "NGAY_VAO", "NGAY_RA"):
        table[name] = pd.to_datetime(table[name])
    return table


def breaks(*changes):
    """Rules each of the claims breaks."""
    found = broken(claims(*changes), TERMS)
    return [set(found.columns[row]) for row in found.to_numpy()]


def test_there_are_twelve_rules_in_two_languages():
    assert list(RULES) == [f"R{number}" for number in range(1, 13)]
    assert all(rule.text.vi and rule.text.en for rule in RULES.values())


def test_a_sound_claim_breaks_none():
    assert breaks({}) == [set()]


SMALL = {"T_THUOC": 100_000, "T_XN": 0, "T_CDHA": 0, "T_GIUONG": 0, "T_TONGCHI_BV": 140_000,
         "T_TONGCHI_BH": 140_000, "T_BHTT": 140_000, "T_BNCCT": 0, "T_BNTT": 0}  # fmt: skip
VISIT = {"MA_LOAI_KCB": "01", "NGAY_RA": "2025-03-03T09:00:00", "SO_NGAY_DTRI": 0}


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"NGAY_RA": "2025-03-02T10:00:00"}, {"R1"}),
        ({"NGAY_RA": "2025-03-03T07:59:00", "SO_NGAY_DTRI": 1}, {"R1"}),
        ({"SO_NGAY_DTRI": 4}, {"R2"}),
        (VISIT, set()),
        (VISIT | {"SO_NGAY_DTRI": 1}, {"R2"}),
        (VISIT | {"MA_LOAI_KCB": "04", "SO_NGAY_DTRI": 1}, set()),
        ({"MA_BENH_CHINH": "N40", "GIOI_TINH": 2}, {"R3"}),
        ({"MA_BENH_CHINH": "N40"}, set()),
        ({"MA_BENH_CHINH": "N92.0"}, {"R3"}),
        ({"MA_BENH_CHINH": "O80", "GIOI_TINH": 2, "NGAY_SINH": "1990-01-01"}, set()),
        ({"MA_BENH_CHINH": "O80", "GIOI_TINH": 2, "NGAY_SINH": "2013-03-04"}, {"R4"}),
        ({"MA_BENH_CHINH": "O80", "GIOI_TINH": 2, "NGAY_SINH": "2013-03-03"}, set()),
        ({"MA_BENH_CHINH": "O80", "GIOI_TINH": 2, "NGAY_SINH": "1969-03-04"}, set()),
        ({"MA_BENH_CHINH": "O80", "GIOI_TINH": 2, "NGAY_SINH": "1969-03-03"}, {"R4"}),
        ({"NGAY_SINH": "2007-03-04"}, {"R4"}),
        ({"NGAY_SINH": "2007-03-03"}, set()),
        ({"MA_BENH_CHINH": "J18.9", "NGAY_SINH": "2025-03-04"}, {"R4"}),
        ({"T_XN": 300_100}, {"R5"}),
        ({"T_BHTT": 1_600_000, "T_BNCCT": 200_000}, {"R6"}),
        (SMALL, set()),
        (SMALL | {"T_BHTT": 112_000, "T_BNCCT": 28_000}, {"R6"}),
        ({"T_BNCCT": 560_000}, {"R7"}),
        ({"MUC_HUONG": 95, "T_BHTT": 1_710_000, "T_BNCCT": 90_000}, {"R8"}),
        ({"MA_DOITUONG": "3", "MUC_HUONG": 95, "T_BHTT": 1_710_000, "T_BNCCT": 90_000}, set()),
        ({"MA_KHOA": "MAT"}, {"R10"}),
        ({"MA_KHOA": "MAT", "MA_BENH_CHINH": "H25.9"}, set()),
        ({"MA_KHOA": "TMH", "MA_BENH_CHINH": "J18.9"}, {"R10"}),
        ({"MA_KHOA": "TMH", "MA_BENH_CHINH": "J32.9"}, set()),
        ({"KET_QUA_DTRI": 5, "MA_LOAI_RV": 2}, {"R11"}),
        ({"KET_QUA_DTRI": 5}, set()),
        ({"KET_QUA_DTRI": 6}, {"R11"}),
        ({"KET_QUA_DTRI": 6, "MA_LOAI_RV": 4}, set()),
        ({"T_VTYT": -100, "T_XN": 300_100}, {"R12"}),
        ({"T_TONGCHI_BH": 2_100_000, "T_BHTT": 1_680_000, "T_BNCCT": 420_000,
          "T_BNTT": -100_000}, {"R12"}),
        (dict.fromkeys(claim_rules.AMOUNTS, 0), {"R12"}),
    ],
)  # fmt: skip
def test_what_breaks_which_rule(changed, expected):
    assert breaks(changed) == [expected]


def test_the_later_of_two_claims_of_a_day_is_the_duplicate():
    first = {"MA_BN": "NB000009", **VISIT}
    later = first | {"NGAY_VAO": "2025-03-03T08:10:00", "NGAY_RA": "2025-03-03T09:10:00"}
    other_day = first | {"NGAY_VAO": "2025-03-04T08:00:00", "NGAY_RA": "2025-03-04T09:00:00"}
    stay = {"MA_BN": "NB000009"}
    assert breaks(later, first, other_day, stay) == [{"R9"}, set(), set(), set()]
    assert breaks(first, first) == [set(), {"R9"}]  # at the same minute the code decides


def test_payment_at_its_boundary_and_to_the_nearest_dong():
    covered = np.array([350_999, 351_000, 1_000_001, 1_000_003])
    assert due(covered, np.array([80, 80, 80, 95]), TERMS).tolist() == [
        350_999, 280_800, 800_001, 950_003,
    ]  # fmt: skip
    assert due(np.array([500_000]), np.array([100]), TERMS).tolist() == [500_000]


def test_age_changes_on_the_birthday():
    born = pd.Series(pd.to_datetime(["2000-02-29", "2000-03-03", "2000-03-04"]))
    day = pd.Series(pd.to_datetime(["2025-03-03"] * 3))
    assert claim_rules.age_at(born, day).tolist() == [25, 25, 24]
