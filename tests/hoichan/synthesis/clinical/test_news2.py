"""NEWS2 against the chart of the Royal College of Physicians (2017), both sides of every boundary."""

from __future__ import annotations

import pandas as pd
import pytest

from hoichan.scoring.triage import EMERGENCY as TRIAGE_EMERGENCY
from hoichan.scoring.triage import triage_cost
from hoichan.synthesis.clinical import news2

RATE = [(0, 3), (8, 3), (9, 1), (11, 1), (12, 0), (20, 0), (21, 2), (24, 2), (25, 3), (60, 3)]
PRESSURE = [
    (40, 3), (90, 3), (91, 2), (100, 2), (101, 1), (110, 1), (111, 0), (219, 0), (220, 3), (260, 3),
]  # fmt: skip
PULSE = [
    (20, 3), (40, 3), (41, 1), (50, 1), (51, 0), (90, 0), (91, 1), (110, 1), (111, 2), (130, 2),
    (131, 3), (200, 3),
]  # fmt: skip
TEMPERATURE = [
    (33.0, 3), (35.0, 3), (35.1, 1), (36.0, 1), (36.1, 0), (38.0, 0), (38.1, 1), (39.0, 1),
    (39.1, 2), (41.5, 2),
]  # fmt: skip
SCALE_1 = [(70, 3), (91, 3), (92, 2), (93, 2), (94, 1), (95, 1), (96, 0), (100, 0)]
SCALE_2_AIR = [
    (70, 3), (83, 3), (84, 2), (85, 2), (86, 1), (87, 1), (88, 0), (92, 0), (93, 0), (97, 0),
    (100, 0),
]  # fmt: skip
SCALE_2_OXYGEN = [
    (70, 3), (83, 3), (84, 2), (85, 2), (86, 1), (87, 1), (88, 0), (92, 0), (93, 1), (94, 1),
    (95, 2), (96, 2), (97, 3), (100, 3),
]  # fmt: skip


@pytest.mark.parametrize(
    ("points", "table"),
    [
        (news2.rate_points, RATE),
        (news2.pressure_points, PRESSURE),
        (news2.pulse_points, PULSE),
        (news2.temperature_points, TEMPERATURE),
    ],
    ids=["rate", "pressure", "pulse", "temperature"],
)
def test_every_band_begins_and_ends_where_the_chart_says(points, table):
    values, expected = zip(*table, strict=True)
    assert points(values).tolist() == list(expected)


@pytest.mark.parametrize(
    ("scale", "oxygen", "table"),
    [(1, False, SCALE_1), (1, True, SCALE_1), (2, False, SCALE_2_AIR), (2, True, SCALE_2_OXYGEN)],
    ids=["scale1-air", "scale1-oxygen", "scale2-air", "scale2-oxygen"],
)
def test_saturation_on_both_scales_with_and_without_oxygen(scale, oxygen, table):
    values, expected = zip(*table, strict=True)
    n = len(values)
    assert news2.saturation_points(values, [scale] * n, [oxygen] * n).tolist() == list(expected)


def test_oxygen_and_consciousness():
    assert news2.oxygen_points([True, False]).tolist() == [2, 0]
    assert news2.consciousness_points(list("ACVPU")).tolist() == [0, 3, 3, 3, 3]


def test_a_value_that_floating_point_puts_beside_a_boundary_still_falls_on_it():
    assert news2.temperature_points([38.1 - 1e-12, 36.0 + 1e-12, 0.1 * 361]).tolist() == [1, 1, 0]


def observation(**changed):
    row = {"rr": 16, "spo2": 97, "o2": False, "thang_spo2": 1, "hats": 120, "mach": 80,
           "y_thuc": "A", "nhiet": 37.0} | changed  # fmt: skip
    return pd.DataFrame([row]).astype({"rr": "Int64", "o2": bool})


def test_worked_example_is_eight():
    row = observation(rr=22, spo2=93, hats=108, mach=112, nhiet=38.4)
    points = news2.parameter_points(row).iloc[0].to_dict()
    assert points == {"rr": 2, "spo2": 2, "o2": 0, "hats": 1, "mach": 2, "y_thuc": 0, "nhiet": 1}
    found = news2.score(row)
    assert (found.low[0], found.high[0]) == (8, 8)


def test_all_normal_is_zero_and_all_worst_is_twenty():
    assert news2.score(observation()).low[0] == 0
    worst = observation(rr=30, spo2=80, o2=True, hats=80, mach=140, y_thuc="U", nhiet=34.0)
    assert news2.score(worst).low[0] == 20


def test_a_missing_rate_leaves_three_points_open():
    found = news2.score(observation(rr=None, spo2=93, hats=108, mach=112, nhiet=38.4))
    assert (found.low[0], found.high[0]) == (6, 9)
    risk = news2.risk(
        news2.parameter_points(observation(rr=None, spo2=93, hats=108, mach=112, nhiet=38.4))
    )
    assert (risk.low[0], risk.high[0]) == (news2.MEDIUM, news2.HIGH)


def level(**changed):
    found = news2.risk(news2.parameter_points(observation(**changed)))
    return int(found.low[0]), int(found.high[0])


def test_levels_of_risk_at_their_boundaries():
    assert level() == (0, 0)
    assert level(mach=115, spo2=93) == (0, 0)  # 4 points, none of them 3
    assert level(rr=25) == (1, 1)  # 3 points of one parameter
    assert level(rr=25, mach=95) == (1, 1)  # 4 points, one parameter red
    assert level(mach=115, spo2=93, nhiet=38.5) == (2, 2)  # 5 points
    assert level(rr=25, mach=131) == (2, 2)  # 6 points
    assert level(rr=25, mach=131, nhiet=38.5) == (3, 3)  # 7 points
    assert level(rr=None) == (0, 1)  # the missing rate alone could be red


def test_levels_are_those_the_triage_exercise_counts_with():
    levels = (news2.LOW, news2.LOW_MEDIUM, news2.MEDIUM, news2.HIGH)
    assert levels == tuple(range(TRIAGE_EMERGENCY + 1))
    assert news2.HIGH == TRIAGE_EMERGENCY
    # An emergency read as "ward" because two oxygen points were left out costs most.
    emergency = level(o2=True, spo2=95, hats=105, mach=95, nhiet=38.5, rr=21)[0]
    without_oxygen = level(spo2=95, hats=105, mach=95, nhiet=38.5, rr=21)[0]
    assert (emergency, without_oxygen) == (3, 2)
    assert triage_cost(emergency, without_oxygen) == 4


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: news2.rate_points([-1]), "negative"),
        (lambda: news2.saturation_points([95], [3], [False]), "1 or 2"),
        (lambda: news2.consciousness_points(["X"]), "A, C, V, P or U"),
    ],
)
def test_nonsense_is_refused(call, words):
    with pytest.raises(ValueError, match=words):
        call()
