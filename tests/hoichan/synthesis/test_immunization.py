"""``immunization``: two denominators, dropout, a stock-out, read from the data alone."""

from __future__ import annotations

import pandas as pd
import pytest

from hoichan import data
from hoichan.synthesis.columns import read_columns
from hoichan.synthesis.generators import immunization
from hoichan.synthesis.measures import MeasureError, evaluate
from hoichan.synthesis.publish import as_loaded
from hoichan.synthesis.questions import asked

PENTA = ["DPT-VGB-Hib1", "DPT-VGB-Hib2", "DPT-VGB-Hib3"]


@pytest.fixture(scope="module", params=[None, 2, 91, 3_002_616], ids=lambda seed: f"seed {seed}")
def rows(request):
    if request.param is None:
        return data.load("immunization")
    made = immunization.generate(request.param)
    return as_loaded(read_columns("immunization"), made)["immunization"]


def year(rows, *by):
    return rows.groupby(list(by))[["muc_tieu", "tre_thuc_te", "da_tiem"]].sum()


def test_every_commune_month_and_dose_once(rows):
    assert len(rows) == 24_000
    assert not rows.duplicated(["xa_id", "thang", "vac_xin"]).any()
    assert rows["loai_xa"].groupby(rows["xa_id"]).first().value_counts().to_dict() == {
        "dong_bang": 96, "mien_nui": 54, "vung_sau": 26, "khu_cong_nghiep": 24,
    }  # fmt: skip


def test_the_showcase_reaches_118_percent_because_its_target_is_low(rows):
    mine = rows[(rows["xa_id"] == "XA077") & (rows["vac_xin"] == "Soi1")]
    assert set(mine["loai_xa"]) == {"khu_cong_nghiep"}
    target, children, done = (mine[name].sum() for name in ("muc_tieu", "tre_thuc_te", "da_tiem"))
    assert done / target == pytest.approx(1.18, abs=0.005)
    assert done < children
    assert target < 0.85 * children


def test_nobody_vaccinates_more_children_in_a_year_than_there_are(rows):
    assert (year(rows, "xa_id", "vac_xin").eval("da_tiem <= tre_thuc_te")).all()


def test_targets_miss_in_the_direction_of_the_kind(rows):
    bcg = rows[rows["vac_xin"] == "BCG"]
    by = year(bcg, "loai_xa", "xa_id")
    off = by["muc_tieu"] / by["tre_thuc_te"] - 1
    assert off["khu_cong_nghiep"].between(-0.21, -0.09).all()
    assert off["mien_nui"].between(0.005, 0.145).all()
    assert off["vung_sau"].between(0.03, 0.17).all()
    assert off["dong_bang"].abs().max() < 0.095


def test_dropout_is_higher_the_further_away(rows):
    wide = rows.pivot_table(
        index=["loai_xa", "xa_id"], columns="vac_xin", values="da_tiem", aggfunc="sum"
    )
    lost = (wide[PENTA[0]] - wide[PENTA[2]]) / wide[PENTA[0]]
    assert (wide[PENTA[0]] >= wide[PENTA[1]]).all()
    assert (wide[PENTA[1]] >= wide[PENTA[2]]).all()
    middle = lost.groupby("loai_xa").median()
    assert middle["dong_bang"] < middle["mien_nui"] < middle["vung_sau"]
    assert lost["vung_sau"].between(0.06, 0.14).all()
    assert lost.between(0.0, 0.14).all()


def test_the_vaccine_runs_out_where_and_when_it_should_and_no_dose_is_lost(rows):
    out = rows[rows["ton_kho"] == 0]
    assert set(out["tinh_id"]) == {"T03", "T07", "T11"}
    assert set(out["thang"]) == {"2025-07", "2025-08"}
    assert set(out["vac_xin"]) == set(PENTA)
    assert (out["da_tiem"] == 0).all()
    here = rows[rows["tinh_id"].isin(["T03", "T07", "T11"]) & rows["vac_xin"].isin(PENTA)]
    by_month = here.groupby("thang")["da_tiem"].sum()
    assert by_month.idxmax() == "2025-09"
    assert by_month["2025-10"] > by_month["2025-06"]
    elsewhere = rows[~rows.index.isin(here.index) & rows["vac_xin"].isin(PENTA)]
    months = elsewhere.groupby("thang")["da_tiem"].sum()
    assert months.max() < 1.3 * months.min()


def test_the_three_pentavalent_doses_share_one_stock(rows):
    penta = rows[rows["vac_xin"].isin(PENTA)]
    stock = penta.pivot_table(index=["xa_id", "thang"], columns="vac_xin", values="ton_kho")
    assert (stock.max(axis=1) == stock.min(axis=1)).all()


def test_lowland_children_are_better_protected(rows):
    third = year(rows[rows["vac_xin"] == PENTA[2]], "loai_xa")
    share = third["da_tiem"] / third["tre_thuc_te"]
    assert 0.08 < share["dong_bang"] - share["vung_sau"] < 0.2


def test_questions_and_their_traps():
    tables = {"immunization": data.load("immunization")}
    found = {each.id: (each.right(tables), each.wrong(tables)) for each in asked("immunization")}
    assert found["immunization-118"] == ("chi_tieu_thap", "tiem_vuot")
    assert found["immunization-stock-out"] == (("2025-07", "2025-08"), ())
    remote = tables["immunization"][tables["immunization"]["loai_xa"] == "vung_sau"]
    doses = year(remote, "vac_xin")
    lost = doses.loc[PENTA[0], "da_tiem"] - doses.loc[PENTA[2], "da_tiem"]
    right, wrong = found["immunization-dropout"]
    assert right == pytest.approx(lost / doses.loc[PENTA[0], "da_tiem"])
    assert wrong == pytest.approx(lost / doses.loc[PENTA[0], "muc_tieu"])


def mini():
    lines = [
        ("A", "dong_bang", "2025-01", PENTA[0], 10, 8, 8, 3), ("A", "dong_bang", "2025-01", PENTA[2], 10, 8, 6, 3),
        ("B", "vung_sau", "2025-01", PENTA[0], 10, 12, 12, 0), ("B", "vung_sau", "2025-02", PENTA[0], 10, 12, 3, 5),
    ]  # fmt: skip
    names = [
        "xa_id",
        "loai_xa",
        "thang",
        "vac_xin",
        "muc_tieu",
        "tre_thuc_te",
        "da_tiem",
        "ton_kho",
    ]
    return pd.DataFrame(lines, columns=names)


def value(name, **args):
    return evaluate({"immunization": mini()}, f"immunization.{name}", args).value


def test_measures_on_two_communes():
    assert value("coverage") == pytest.approx(29 / 40)
    assert value("coverage", base="tre_thuc_te", where="xa_id=B") == pytest.approx(15 / 24)
    assert value("dropout", where="xa_id=A") == pytest.approx(0.25)
    assert value("communes_over", above=0.7) == 1
    assert value("communes_over", where="thang=2025-01") == 1
    assert value("months_without_stock") == 1
    assert value("catch_up_month", where="xa_id=B") == "2025-01"
    assert value("gap", where=f"vac_xin={PENTA[0]}") == pytest.approx(1 - 15 / 24)


def test_bad_arguments_are_errors():
    with pytest.raises(MeasureError, match="denominator is 0"):
        value("dropout", where=f"vac_xin={PENTA[2]}")
    with pytest.raises(MeasureError, match="Nearest"):
        value("coverage", where="loai_xa=vung_xau")
    with pytest.raises(MeasureError, match="base"):
        value("coverage", base="da_tiem")
