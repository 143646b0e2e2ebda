"""X8: patients drawn from the roles' cases, levels that follow from vital signs, and the checker."""

from __future__ import annotations

import shutil
from collections import Counter

import pandas as pd
import pytest

from exercise_samples import ROOT, pool_of
from hoichan import data
from hoichan.cases.errors import CaseError
from hoichan.cases.exercises.triage_role import load, mistakes, private_texts
from hoichan.cases.variant import make_variant
from hoichan.cases.variant_check import VariantCheck
from hoichan.schema.case import PlantRules
from hoichan.schema.text import LANGS

SECRET = b"triage"
NURSE = ROOT / "datasets" / "cases" / "x8-ward-nurse-practice"


@pytest.fixture(scope="module")
def pool():
    return pool_of("x8")


@pytest.fixture(scope="module")
def made(pool):
    return [make_variant(pool, SECRET, f"n{number}") for number in range(40)]


@pytest.fixture(scope="module")
def check(pool):
    return VariantCheck(pool, data.tables(["ward_vitals"]))


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(NURSE, tmp_path / NURSE.name)


# --- what is drawn


def test_the_ai_is_right_in_half_and_errs_both_ways(made):
    for variant, key in made:
        pairs = list(zip(variant.patients, key.patients, strict=True))
        assert sum(gold.ai_right for gold in key.patients) == len(pairs) // 2
        assert all(gold.ai_right == (p.advice.level == gold.level) for p, gold in pairs)
        off = [p.advice.level - gold.level for p, gold in pairs if not gold.ai_right]
        assert min(off) < 0 < max(off)
        assert len({gold.level for gold in key.patients}) >= 3


def test_every_patient_is_another_one_and_the_place_tells_nothing(made):
    right_at = Counter()
    for variant, key in made:
        assert len({patient.vignette for patient in variant.patients}) == len(variant.patients)
        right_at.update(place for place, gold in enumerate(key.patients) if gold.ai_right)
    assert all(8 <= right_at[place] <= 32 for place in range(len(made[0][1].patients)))


def points(row):
    """NEWS2 by the published chart, written down here once more (RCP 2017)."""
    scale = row["thang_spo2"]
    spo2, air = row["spo2"], not row["o2"]
    if scale == 1 or air:
        low = [(91, 3), (93, 2), (95, 1)] if scale == 1 else [(83, 3), (85, 2), (87, 1)]
        oxygen = next((p for bound, p in low if spo2 <= bound), 0)
    else:
        low = [(83, 3), (85, 2), (87, 1), (92, 0), (94, 1), (96, 2)]
        oxygen = next((p for bound, p in low if spo2 <= bound), 3)
    bands = {
        "rr": [(8, 3), (11, 1), (20, 0), (24, 2), (10**6, 3)],
        "hats": [(90, 3), (100, 2), (110, 1), (219, 0), (10**6, 3)],
        "mach": [(40, 3), (50, 1), (90, 0), (110, 1), (130, 2), (10**6, 3)],
        "nhiet": [(35.0, 3), (36.0, 1), (38.0, 0), (39.0, 1), (10**6, 2)],
    }
    found = [next(p for bound, p in band if row[name] <= bound) for name, band in bands.items()]
    return [*found, oxygen, 0 if air else 2, 0 if row["y_thuc"] == "A" else 3]


def test_nurses_levels_are_those_of_the_published_chart(pool, made):
    table = data.load("ward_vitals")
    charts = {item.id: item for case in pool.cases for item in case.items if item.chart}
    assert len(charts) >= 4
    for item in charts.values():
        at = pd.Timestamp(item.chart["at"])
        row = table[(table["stay_id"] == item.chart["stay"]) & (table["t"] == at)].iloc[0]
        given = points(row)
        total = sum(given)
        level = 3 if total >= 7 else 2 if total >= 5 else 1 if 3 in given else 0
        assert item.level == level
        assert f"{total}" in item.why.vi


# --- the checker


def test_checker_finds_nothing_in_what_was_drawn(check, made):
    assert [p.show("en") for v, k in made for p in check.problems(v, k)] == []


def with_patient(key, **update):
    first, *rest = key.patients
    return key.model_copy(update={"patients": (first.model_copy(update=update), *rest)})


@pytest.mark.parametrize(
    "spoil",
    [
        lambda key: with_patient(key, level=(key.patients[0].level + 1) % 4),
        lambda key: with_patient(key, ai_right=not key.patients[0].ai_right),
        lambda key: with_patient(key, acts=()),
        lambda key: with_patient(key, why=key.patients[0].check),
        lambda key: with_patient(key, check=key.patients[0].why),
        lambda key: with_patient(key, item="other"),
        lambda key: key.model_copy(update={"patients": key.patients[1:]}),
        lambda key: key.model_copy(update={"patients": key.patients[::-1]}),
    ],
)
def test_checker_finds_a_tampered_key(check, made, spoil):
    variant, key = made[0]
    assert check.problems(variant, spoil(key))


def test_checker_finds_changed_advice_and_vital_signs(check, made):
    variant, key = made[0]
    place = next(n for n, patient in enumerate(variant.patients) if patient.table)

    def with_public(**update):
        changed = variant.patients[place].model_copy(update=update)
        rest = variant.patients
        return variant.model_copy(update={"patients": (*rest[:place], changed, *rest[place + 1 :])})

    patient = variant.patients[place]
    advice = patient.advice.model_copy(update={"level": (patient.advice.level + 1) % 4})
    reason = patient.advice.model_copy(update={"reason": patient.vignette})
    fewer = patient.table.model_copy(update={"rows": patient.table.rows[1:]})
    for update in ({"advice": advice}, {"advice": reason}, {"table": fewer}):
        assert check.problems(with_public(**update), key)


# --- an author's mistakes


def told(folder):
    """Everything that is wrong, whether it stops the case or not."""
    try:
        return list(load(folder)[1])
    except CaseError as error:
        return list(error.problems)


def replace(folder, name, old, new):
    path = folder / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_published_case_has_no_problem(folder):
    assert told(folder) == []


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        (', at: "2025-03-04T02:00"}', ', at: "2025-03-04T02:30"}', 13, "no full observation"),
        ("{id: n2, chart", "{id: n2, level: 1, chart", 14, "give either level"),
        ("datasets: [ward_vitals]", "datasets: []", 13, "needs datasets"),
        ("{acts: [theo_doi]}", "{acts: [goi_ai]}", 8, 'no act "goi_ai"'),
        ("ai: 0}", "ai: 1}", 14, "is the right one"),
    ],
)
def test_a_mistake_is_told_with_file_and_line(folder, old, new, line, words):
    replace(folder, "case.yaml", old, new)
    shown = [p.show("en") for p in told(folder)]
    problem = next(text for text in shown if words in text)
    assert f"case.yaml:{line}:" in problem
    assert all(p.show("vi") != p.show("en") for p in told(folder))


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        pytest.param("### n1.right", "### n1.righ", "n1.righ", id="a label nobody asks for"),
        pytest.param("## level2", "## level9", "level9", id="a level that is not there"),
    ],
)
def test_a_text_under_an_unknown_label_is_told_with_file_and_line(folder, lang, old, new, words):
    replace(folder, f"{lang}.md", old, new)
    lines = (folder / f"{lang}.md").read_text("utf-8").split("\n")
    place = f"{lang}.md:{lines.index(new) + 1}:"
    for said in LANGS:
        assert any(place in text and words in text for text in (p.show(said) for p in told(folder)))
    assert all(p.text.vi and p.text.vi != p.text.en for p in told(folder))


@pytest.mark.parametrize("langs", [("vi",), ("en",), LANGS])
@pytest.mark.parametrize("label", ["## level2", "## theo_doi", "### n1.right", "### n1.wrong"])
def test_a_text_that_is_missing_is_told_in_both_languages(folder, langs, label):
    for lang in langs:  # in both: nothing to compare, so only the label's own rule can tell
        path = folder / f"{lang}.md"
        lines = path.read_text("utf-8").split("\n")
        at = lines.index(label)
        path.write_text("\n".join(lines[:at] + lines[at + 2 :]), encoding="utf-8")
    problems = [p for p in told(folder) if label.lstrip("# ") in p.text.en]
    assert problems
    assert all(p.file and p.line and p.text.vi != p.text.en for p in problems)


def test_a_task_needs_four_patients_and_not_more_than_there_are(pool):
    rules = [PlantRules(units=units) for units in (3, 4, 12, 10**3)]
    found = [list(mistakes(pool.model_copy(update={"rules": rule}))) for rule in rules]
    assert [bool(each) for each in found] == [True, False, False, True]


def test_the_ais_reasons_are_private_texts(pool):
    texts = set(private_texts(pool))
    for case in pool.cases:
        for item in case.items:
            assert {item.reason_right, item.reason_wrong} <= texts
            assert (item.why in texts) == (item.chart is None)
