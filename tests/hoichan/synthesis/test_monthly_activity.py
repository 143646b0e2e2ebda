"""Questions of ``monthly_activity`` and what was planted in it, for other seeds too."""

from __future__ import annotations

import pytest

from hoichan import data
from hoichan.data.pictures import monthly_activity as picture
from hoichan.synthesis.columns import read_columns
from hoichan.synthesis.generators import ipd_discharges, opd_visits
from hoichan.synthesis.generators.monthly_activity import generate
from hoichan.synthesis.publish import as_loaded
from hoichan.synthesis.questions import asked

NAME = "monthly_activity"
SEEDS = [7, 81, 900]


@pytest.fixture(scope="module")
def answers():
    tables = data.tables([NAME])
    return {each.id: (each.right(tables), each.wrong(tables)) for each in asked(NAME)}


@pytest.fixture(scope="module")
def monthly():
    return data.load(NAME)


@pytest.fixture(scope="module", params=SEEDS)
def other(request):
    return as_loaded(read_columns(NAME), generate(request.param))[NAME]


def test_its_two_questions(answers):
    assert set(answers) == {"monthly-beds-february", "monthly-visits-same-month"}


def test_planned_beds_and_28_days(answers, monthly):
    row = monthly.set_index(["thang", "khoa"]).loc[("2025-02", "NOI")]
    right, trap = answers["monthly-beds-february"]
    assert right == pytest.approx(row["ngay_dt"] / (row["giuong_kh"] * 28)) == pytest.approx(1.15)
    assert trap == pytest.approx(row["ngay_dt"] / (row["giuong_thuc_ke"] * 28))
    assert trap == pytest.approx(0.9857, abs=1e-4)
    (question,) = (each for each in asked(NAME) if each.id == "monthly-beds-february")
    assert f"{row['ngay_dt'] / (row['giuong_kh'] * 30):.1%}" == "107.3%"  # what the text quotes
    assert "107.3 %" in question.trap_text.en


def test_the_same_month_of_last_year(answers, monthly):
    visits = monthly.groupby("thang")["luot_kham"].sum()
    right, trap = answers["monthly-visits-same-month"]
    assert right == pytest.approx(visits["2025-02"] / visits["2024-02"] - 1)
    assert trap == pytest.approx(visits["2025-02"] / visits["2025-01"] - 1)
    assert (round(right, 4), round(trap, 4)) == (0.2035, -0.0779)


def test_the_release_turns_around_when_counted_by_day(monthly):
    visits = monthly.groupby("thang").agg({"luot_kham": "sum", "so_ngay": "first"})
    now, before = visits.loc["2025-02"], visits.loc["2025-01"]
    assert now["luot_kham"] < before["luot_kham"]
    assert now["luot_kham"] / now["so_ngay"] > before["luot_kham"] / before["so_ngay"]


def test_every_seed_has_the_february_trap(other):
    february = other[(other["khoa"] == "NOI") & other["thang"].isin(["2024-02", "2025-02"])]
    assert february["so_ngay"].tolist() == [29, 28]
    last = february.iloc[1]
    assert (last["ra_vien"], last["ngay_dt"]) == (161, 966)
    assert (last["giuong_kh"], last["giuong_thuc_ke"]) == (30, 35)
    used = {days: last["ngay_dt"] / (last["giuong_kh"] * days) for days in (28, 29, 30)}
    assert [round(100 * share, 1) for share in used.values()] == [115.0, 111.0, 107.3]
    visits = other.groupby("thang")["luot_kham"].sum()
    year, month = (visits["2025-02"] / visits[then] - 1 for then in ("2024-02", "2025-01"))
    assert abs(year - month) > 0.05  # right and trap cannot be mixed up


def test_every_seed_has_wards_over_their_planned_beds(other):
    used = other["ngay_dt"] / (other["giuong_kh"] * other["so_ngay"])
    assert used.between(0.15, 1.6).all()
    assert (used > 1).groupby(other["khoa"]).sum()["NOI"] >= 8
    assert (other["giuong_kh"] != other["giuong_thuc_ke"]).any()


@pytest.mark.parametrize("seed", SEEDS)
def test_every_seed_counts_its_own_two_sources(seed):
    monthly = generate(seed)[NAME].set_index(["thang", "khoa"])
    visits = opd_visits.generate(seed)["opd_visits"]
    counted = visits.groupby([visits["ngay_kham"].str[:7], "khoa"]).size()
    assert (monthly["luot_kham"] == counted.reindex(monthly.index, fill_value=0)).all()
    stays = ipd_discharges.generate(seed)["ipd_discharges"]
    ours = stays[stays["cskcb"] == "A"]
    counted = ours.groupby([ours["ngay_ra"].str[:7], "khoa"]).size()
    assert (monthly["ra_vien"] == counted.reindex(monthly.index, fill_value=0)).all()


def test_the_picture_tells_its_numbers(monthly):
    assert "Tháng 2/2025: 115,0% và 98,6%" in picture.alt({NAME: monthly}, "vi")
    assert "19 months above 100 % of planned beds" in picture.alt({NAME: monthly}, "en")
