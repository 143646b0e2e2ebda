"""``dengue_weekly``: rates against counts, late reports, and spraying without effect, from the data alone."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from hoichan import data
from hoichan.synthesis.columns import read_columns
from hoichan.synthesis.generators import dengue_weekly
from hoichan.synthesis.measures import MeasureError, evaluate
from hoichan.synthesis.publish import as_loaded
from hoichan.synthesis.questions import asked


@pytest.fixture(scope="module", params=[None, 2, 91, 3_002_614], ids=lambda seed: f"seed {seed}")
def rows(request):
    if request.param is None:
        return data.load("dengue_weekly")
    made = dengue_weekly.generate(request.param)
    return as_loaded(read_columns("dengue_weekly"), made)["dengue_weekly"]


def grid(rows, column):
    """Provinces and years down, weeks across."""
    return rows.pivot_table(
        index=["tinh_id", "nam"], columns="tuan", values=column, aggfunc="first"
    )


def change(before, after):
    return after / before - 1


def windows(rows):
    """Cases in the four weeks before and after the weeks of spraying, or the same weeks from the peak."""
    cases, sprayed, known = (
        grid(rows, name) for name in ("ca_mac", "phun_hoa_chat", "ty_le_day_du")
    )
    found = []
    for season in cases.index:
        peak = int(cases.loc[season, 9:44].idxmax())
        if (known.loc[season, peak - 2 : peak + 7] < 1).any() or peak + 7 > 52:
            continue
        before, after = (
            cases.loc[season, peak + first : peak + first + 3].sum() for first in (-2, 4)
        )
        found.append((bool(sprayed.loc[season].any()), before, after))
    return pd.DataFrame(found, columns=["sprayed", "before", "after"])


def test_twelve_provinces_and_156_weeks(rows):
    assert len(rows) == 12 * 156
    assert not rows.duplicated(["tinh_id", "nam", "tuan"]).any()
    assert sorted(rows["nam"].unique()) == [2023, 2024, 2025]
    assert rows.groupby(["tinh_id", "nam"])["tuan"].agg(["min", "max"]).eq([1, 52]).all(axis=None)
    assert rows.groupby(["tinh_id", "nam"])["dan_so"].nunique().eq(1).all()


def test_severe_cases_and_deaths_are_parts(rows):
    assert (rows["tu_vong"] <= rows["ca_nang"]).all()
    assert (rows["ca_nang"] <= rows["ca_mac"]).all()
    assert rows["tu_vong"].sum() == round(rows["ca_mac"].sum() * 0.0004)
    assert rows["ca_nang"].sum() / rows["ca_mac"].sum() == pytest.approx(0.02, abs=0.0015)


def test_most_cases_are_not_the_highest_risk(rows):
    year = rows[rows["nam"] == 2024].groupby("tinh_id").agg({"ca_mac": "sum", "dan_so": "first"})
    counts = year["ca_mac"].sort_values(ascending=False)
    risks = (year["ca_mac"] / year["dan_so"]).sort_values(ascending=False)
    assert (counts.index[0], risks.index[0]) == ("T01", "T05")
    assert counts.iloc[0] > 1.25 * counts.iloc[1]
    assert risks.iloc[0] > 1.25 * risks.iloc[1]


def test_two_provinces_have_an_outbreak_in_2024(rows):
    weeks = rows[rows["tuan"].between(26, 44)]
    cases = weeks.pivot_table(index="tinh_id", columns="nam", values="ca_mac", aggfunc="sum")
    times = cases[2024] / ((cases[2023] + cases[2025]) / 2)
    assert times[["T05", "T08"]].between(2.4, 5.2).all()
    assert times.drop(["T05", "T08"]).between(0.5, 1.9).all()


def test_reports_of_the_last_three_weeks_are_late(rows):
    late = rows[rows["ty_le_day_du"] < 1]
    seen = late.groupby(["nam", "tuan"])["ty_le_day_du"].agg(["min", "max"])
    assert seen["min"].to_dict() == {(2025, 50): 0.92, (2025, 51): 0.75, (2025, 52): 0.45}
    assert (seen["min"] == seen["max"]).all()
    assert (late["ngay_bao_cao"] == pd.Timestamp("2025-12-29")).all()
    assert rows["ngay_bao_cao"].max() == pd.Timestamp("2025-12-29")


def test_the_fall_of_the_last_weeks_is_a_matter_of_reports(rows):
    last = rows[(rows["nam"] == 2025) & (rows["tuan"] >= 49)]
    reported = last.groupby("tuan")["ca_mac"].sum()
    whole = (last["ca_mac"] / last["ty_le_day_du"]).groupby(last["tuan"]).sum()
    assert change(reported[49], reported[52]) < -0.4
    assert change(whole[49], whole[52]) == pytest.approx(1.04**3 - 1, abs=0.02)
    assert whole.is_monotonic_increasing


def test_spraying_follows_the_peak_by_two_weeks(rows):
    cases, sprayed = grid(rows, "ca_mac"), grid(rows, "phun_hoa_chat").astype("bool")
    assert sprayed.any(axis=1).sum() == 16
    for season in sprayed.index[sprayed.any(axis=1)]:
        weeks = sprayed.columns[sprayed.loc[season]].tolist()
        peak = int(cases.loc[season, 9:44].idxmax())
        assert weeks == [peak + 2, peak + 3]


def test_cases_fall_after_spraying_and_as_much_without_it(rows):
    sums = windows(rows).groupby("sprayed")[["before", "after"]].sum()
    fall = change(sums["before"], sums["after"])
    assert -0.5 < fall[True] < -0.25
    assert abs(fall[True] - fall[False]) < 0.03
    assert windows(rows)["sprayed"].value_counts()[False] >= 10


def test_the_release_shows_a_fall_of_40_percent():
    sums = windows(data.load("dengue_weekly")).groupby("sprayed")[["before", "after"]].sum()
    assert change(sums["before"], sums["after"])[True] == pytest.approx(-0.40, abs=0.02)


@pytest.mark.parametrize("change", [{"seasons": 0}, {"after_peak": (4, 5)}, {"schedules": 1}])
def test_spraying_elsewhere_or_never_leaves_every_case_as_it_is(change):
    p = dengue_weekly.params()
    other = p.model_copy(update={"spraying": p.spraying.model_copy(update=change)})
    one, two = (dengue_weekly.table(each, p.seed) for each in (p, other))
    assert not one["phun_hoa_chat"].equals(two["phun_hoa_chat"])
    columns = [name for name in one.columns if name != "phun_hoa_chat"]
    pd.testing.assert_frame_equal(one[columns], two[columns])


def test_seasons_follow_the_weather_of_their_province(rows):
    peaks = grid(rows, "ca_mac").loc[:, 9:44].idxmax(axis=1).groupby("tinh_id").median()
    assert peaks[["T01", "T02", "T03", "T06"]].between(33, 44).all()
    assert peaks["T10"] < peaks["T01"]


def test_questions_and_their_traps():
    tables = {"dengue_weekly": data.load("dengue_weekly")}
    found = {each.id: (each.right(tables), each.wrong(tables)) for each in asked("dengue_weekly")}
    assert found["dengue-highest-risk"] == ("T05", "T01")
    assert found["dengue-last-weeks"] == (False, True)
    assert found["dengue-spraying"] == (False, True)
    sums = tables["dengue_weekly"][["ca_mac", "ca_nang", "tu_vong"]].sum()
    right, wrong = found["dengue-case-fatality"]
    assert right == pytest.approx(sums["tu_vong"] / sums["ca_mac"])
    assert wrong == pytest.approx(sums["tu_vong"] / sums["ca_nang"])
    assert len(found) == 4


def test_right_answers_and_traps_hold_for_every_seed(rows):
    found = {
        each.id: (each.right({"dengue_weekly": rows}), each.wrong({"dengue_weekly": rows}))
        for each in asked("dengue_weekly")
    }
    assert found["dengue-highest-risk"] == ("T05", "T01")
    assert found["dengue-last-weeks"] == (False, True)
    assert found["dengue-spraying"] == (False, True)
    right, wrong = found["dengue-case-fatality"]
    assert right == pytest.approx(0.0004, abs=0.00001)
    assert wrong == pytest.approx(0.02, abs=0.002)  # deaths over severe cases: fifty times as much


def mini(sprayed=("A",), incomplete=()):
    """Provinces A, B, C in 2024: 10 cases a week, 80 at the peak in week 20, 5 from week 24 on (B: 8)."""
    parts = []
    for name, later in (("A", 5), ("B", 8), ("C", 5)):
        weeks = np.arange(1, 53)
        cases = np.where(weeks < 24, 10, later)
        cases[19] = 80
        parts.append(
            pd.DataFrame(
                {
                    "tinh_id": name, "nam": 2024, "tuan": weeks, "dan_so": 52_000, "ca_mac": cases,
                    "tu_vong": (weeks == 20).astype(int), "ca_nang": 2,
                    "phun_hoa_chat": np.isin(weeks, [22, 23]) & (name in sprayed),
                    "ty_le_day_du": np.where(np.isin(weeks, [26, 51]) & (name in incomplete), 0.5, 1.0),
                }
            )
        )  # fmt: skip
    return pd.concat(parts, ignore_index=True)


def value(name, rows=None, **args):
    given = {"dengue_weekly": mini() if rows is None else rows}
    return evaluate(given, f"dengue_weekly.{name}", args).value


def test_measures_on_three_provinces():
    # Before: weeks 18-21 with the peak, 110 cases; after: weeks 24-27, 20 cases (B: 32).
    assert value("spraying") == pytest.approx(20 / 110 - 1)
    assert value("spraying", seasons="not_sprayed") == pytest.approx(52 / 220 - 1)
    assert value("spraying", seasons="difference") == pytest.approx(40 / 52 - 1)
    without_c = mini(incomplete=("C",))
    assert value("spraying", without_c, seasons="not_sprayed") == pytest.approx(32 / 110 - 1)
    cases = 23 * 10 + 70 + 29 * 5
    assert value("rate", where="tinh_id=A") == pytest.approx(100_000 * cases / 52_000)
    assert value("highest_rate") == "B"
    assert value("case_fatality", where="tinh_id=A") == pytest.approx(1 / cases)
    assert value("peak_week") == 20
    late = mini(incomplete=("A",))
    weeks = {"year": 2024, "first": 50, "last": 51, "where": "tinh_id=A"}
    assert value("change", late, **weeks) == 0
    assert value("change", late, **weeks, adjusted=True) == pytest.approx(1.0)


def test_bad_arguments_are_errors():
    with pytest.raises(MeasureError, match="No season was sprayed"):
        value("spraying", mini(sprayed=()))
    with pytest.raises(MeasureError, match="denominator is 0"):
        value("spraying", mini(sprayed=("A", "B", "C")), seasons="difference")
    with pytest.raises(MeasureError, match="last"):
        value("change", year=2024, first=1, last=53)
    with pytest.raises(MeasureError, match="denominator is 0"):
        value("change", year=2023, first=1, last=2)
    for name in ("highest_rate", "peak_week"):
        with pytest.raises(MeasureError, match="No row matches"):
            value(name, where="nam=2020")
