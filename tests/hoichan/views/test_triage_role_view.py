"""X8 on paper: patients, the learner's levels, and with the key the right level and why."""

from __future__ import annotations

import html
import re

import pytest

from answering import sheet_of
from exercise_samples import sample
from hoichan.schema.exercises.triage_role import TriageAnswer, TriageRolePayload
from hoichan.scoring import score
from hoichan.views import render_task

VARIANT, KEY = sample("x8")
PLACE = next(n for n, gold in enumerate(KEY.patients) if not gold.ai_right)
PATIENT, GOLD = VARIANT.patients[PLACE], KEY.patients[PLACE]


def page(*answers, lang="vi", key=True, only=PATIENT.uid):
    sheet = sheet_of(VARIANT, TriageRolePayload(patients=answers))
    with_key = (KEY, score(KEY, sheet, VARIANT)) if key else ()
    made = render_task(VARIANT, lang, sheet, *with_key, only=only)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", made)))


def said(**fields):
    return TriageAnswer(uid=PATIENT.uid, **fields)


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_ais_level_is_not_printed_before_it_was_opened(lang):
    text = page(said(init=1), lang=lang, key=False)
    assert PATIENT.vignette[lang] in text
    assert PATIENT.levels[1][lang] in text
    assert PATIENT.advice.reason[lang] not in text
    assert GOLD.why[lang] not in text
    opened = page(said(init=1, shown=True, final=2, p_ai=90), lang=lang, key=False)
    assert PATIENT.advice.reason[lang] in opened
    assert "90%" in opened
    assert {"vi": "MÔ PHỎNG", "en": "SIMULATED"}[lang] in opened


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_with_the_key_stand_the_right_level_why_and_how_to_check(lang):
    text = page(said(init=0, shown=True, final=PATIENT.advice.level, p_ai=90), lang=lang)
    assert PATIENT.levels[GOLD.level][lang] in text
    assert GOLD.why[lang] in text
    assert GOLD.check[lang] in text
    acts = {act.id: act.label[lang] for act in PATIENT.acts}
    assert all(acts[name] in text for name in GOLD.acts)


@pytest.mark.parametrize("gold", KEY.patients, ids=lambda gold: f"level {gold.level}")
def test_right_too_low_too_high_and_open_are_told_apart(gold):
    for level in range(4):
        text = page(
            TriageAnswer(uid=gold.uid, init=0, shown=True, final=level, p_ai=50), only=gold.uid
        )
        assert ("Thấp hơn mức đúng" in text) == (level < gold.level)
        assert ("Cao hơn mức đúng" in text) == (level > gold.level)
        assert ("Chưa có mức cuối cùng" in text) is False
    assert "Chưa có mức cuối cùng" in page(only=gold.uid)


def test_only_one_patient_is_printed_when_one_was_asked_for():
    others = [patient for patient in VARIANT.patients if patient.uid != PATIENT.uid]
    text = page()
    assert not any(patient.vignette.vi in text for patient in others)
    assert all(patient.vignette.vi in page(only=None) for patient in VARIANT.patients)


@pytest.mark.parametrize(("step", "sign"), [(0, "✓"), (-1, "✗"), (1, "!"), (None, "–")])
def test_right_and_wrong_are_told_by_a_sign_too(step, sign):
    gold = next(gold for gold in KEY.patients if 0 < gold.level < 3)
    final = None if step is None else gold.level + step
    sheet = sheet_of(
        VARIANT,
        TriageRolePayload(patients=(TriageAnswer(uid=gold.uid, init=0, shown=True, final=final),)),
    )
    made = render_task(VARIANT, "vi", sheet, KEY, score(KEY, sheet, VARIANT), only=gold.uid)
    assert re.findall(r'class="hv-sign"[^>]*>([^<]*)<', made) == [sign]


def test_the_whole_page_counts_and_lists_what_went_too_low():
    low, high = (
        next(n for n, gold in enumerate(KEY.patients) if fits(gold.level))
        for fits in (lambda level: level == 3, lambda level: level == 0)
    )
    levels = [gold.level for gold in KEY.patients]
    levels[low], levels[high] = 2, 1
    answers = [
        TriageAnswer(uid=gold.uid, init=0, shown=True, final=level, p_ai=50)
        for gold, level in zip(KEY.patients, levels, strict=True)
    ]
    total = len(levels)
    text = page(*answers, only=None)
    assert f"Đúng mức {total - 2}/{total} ca; xếp thấp 1; xếp cao 1." in text
    assert f"Ca xếp thấp hoặc bỏ ngỏ: {low + 1}. Hãy xem" in text
    assert "Đúng mức" not in page(*answers, only=None, key=False)
