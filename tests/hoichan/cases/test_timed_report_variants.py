"""X7: two arms of one form, drawn, counter-balanced, and checked against the data."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import pytest

from exercise_samples import ROOT, pool_of
from hoichan import data
from hoichan.cases.errors import CaseError
from hoichan.cases.exercises.timed_report import load, mistakes, private_texts
from hoichan.cases.variant import make_variant, variant_bytes
from hoichan.cases.variant_check import VariantCheck
from hoichan.schema.numerals import numerals

TASKS = ("x7", "p7")
SECRET = b"variants"


@pytest.fixture(scope="module", params=TASKS)
def pool(request):
    return pool_of(request.param)


@pytest.fixture(scope="module")
def made(pool):
    return [make_variant(pool, SECRET, f"n{i}") for i in range(40)]


@pytest.fixture(scope="module")
def check(pool):
    names = {name for case in pool.cases for name in case.datasets}
    return VariantCheck(pool, {name: data.load(name) for name in names})


def drafted(key):
    return next(report for report in key.reports if report.draft)


def test_the_same_learner_gets_the_same_bytes(pool, made):
    for number, (variant, key) in enumerate(made[:5]):
        again, key_again = make_variant(pool, SECRET, f"n{number}")
        assert variant_bytes(again) == variant_bytes(variant)
        assert key_again == key


def test_order_and_draft_are_counterbalanced(made):
    seen = Counter((drafted(key).uid, drafted(key).arm) for _, key in made)
    assert len(seen) == 4
    assert min(seen.values()) >= 3


def test_rules_hold_for_everyone(pool, made):
    low, high = pool.rules.planted
    for variant, key in made:
        report = drafted(key)
        wrongs = {f.planted for f in report.figures if f.planted}
        wrongs |= {f"{s.unit}.{s.wording}" for s in report.sentences if s.wording}
        assert low <= len(wrongs) <= high
        assert sum(f.planted is not None for f in report.figures) <= len(report.figures) / 2
        for numeric in (True, False):
            kind = [s.wording is not None for s in report.sentences if bool(s.right) is numeric]
            assert sum(kind) <= len(kind) / 2
        severities = [x.severity for x in (*report.figures, *report.sentences) if x.severity]
        assert max(severities) >= 3
        one, other = variant.reports
        assert [f.label for f in one.figures] == [f.label for f in other.figures]
        assert sum(r.draft for r in variant.reports) == 1


def test_draft_and_sentences_tell_one_story(made):
    """The figure filled in is the one that the sentence states, right or wrong."""
    for variant, key in made:
        public = next(r for r in variant.reports if r.draft)
        shown = {s.uid: s.text for part in public.parts for s in part.sentences}
        for sentence in drafted(key).sentences:
            for wrong in sentence.wrong:
                said = [n.value for n in numerals(shown[sentence.uid].vi, "vi")]
                drafts = [f.draft for f in drafted(key).figures]
                assert wrong in said
                assert wrong in drafts


def test_the_report_by_hand_shows_nothing_of_the_draft(made):
    for variant, _ in made:
        by_hand = next(r for r in variant.reports if not r.draft)
        assert by_hand.prompt is None
        assert all(f.draft is None and f.draft_value is None for f in by_hand.figures)
        assert not any(part.sentences for part in by_hand.parts)


def test_checker_finds_nothing(check, made):
    assert [p.show("en") for v, k in made for p in check.problems(v, k)] == []


def tampered(key, **changes):
    """The draft's key with one entry changed: ``figures=lambda f: f.planted`` picks which."""
    reports = list(key.reports)
    place = next(i for i, report in enumerate(reports) if report.draft)
    for part, (pick, update) in changes.items():
        entries = list(getattr(reports[place], part))
        at = next(i for i, entry in enumerate(entries) if pick(entry))
        entries[at] = entries[at].model_copy(update=update)
        reports[place] = reports[place].model_copy(update={part: tuple(entries)})
    return key.model_copy(update={"reports": tuple(reports)})


@pytest.mark.parametrize(
    "changes",
    [
        {"figures": (lambda f: True, {"value": 77.7})},
        {"figures": (lambda f: True, {"tolerance": 50.0})},
        {"figures": (lambda f: f.planted, {"planted": None, "category": None})},
        {"figures": (lambda f: f.planted, {"severity": 1})},
        {"figures": (lambda f: not f.planted, {"planted": "u1.row"})},
        {"sentences": (lambda s: s.wording, {"wording": None})},
        {"sentences": (lambda s: s.wording, {"severity": 1})},
        {"sentences": (lambda s: s.wrong, {"wrong": (1.0,)})},
        {"sentences": (lambda s: s.right, {"right": ()})},
        {"sentences": (lambda s: s.wording and not s.wrong, {"left_vi": ()})},
        {"sentences": (lambda s: not s.wording, {"wording": "x"})},
    ],
)
def test_checker_finds_a_tampered_key(check, made, changes):
    part, (pick, _) = next(iter(changes.items()))
    variant, key = next(
        (v, k) for v, k in made if any(pick(entry) for entry in getattr(drafted(k), part))
    )
    assert check.problems(variant, tampered(key, **changes))


def test_checker_finds_reports_changed_or_exchanged(check, made):
    variant, key = made[0]
    twice = variant.model_copy(update={"reports": (variant.reports[0], variant.reports[0])})
    assert check.problems(twice, key)
    turned = key.model_copy(update={"reports": key.reports[::-1]})
    assert check.problems(variant, turned)
    later = [r.model_copy(update={"minutes": r.minutes * 9}) for r in key.reports]
    assert check.problems(variant, key.model_copy(update={"reports": tuple(later)}))
    known = [r.model_copy(update={"known": (*r.known, 12345.0)}) for r in key.reports]
    assert check.problems(variant, key.model_copy(update={"reports": tuple(known)}))


def test_reasons_and_wordings_are_private(pool, made):
    private = {text.vi for text in private_texts(pool)}
    for _, key in made:
        for entry in (*drafted(key).figures, *drafted(key).sentences):
            if entry.why is not None:
                assert {entry.why.vi, entry.check.vi} <= private


# --- what authors get wrong


@pytest.fixture
def folder(tmp_path):
    source = ROOT / "datasets" / "cases" / "x7-outpatient-practice"
    return Path(shutil.copytree(source, tmp_path / "x7-outpatient-practice"))


def change(folder, file, old, new):
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def found(folder):
    try:
        return load(folder)[1]
    except CaseError as error:
        return list(error.problems)


def line_of(folder, file, text):
    lines = (folder / file).read_text(encoding="utf-8").split("\n")
    return next(number for number, line in enumerate(lines, 1) if text in line)


def test_the_published_form_has_no_problem(folder):
    assert found(folder) == []


FIELD_WITH_ITS_OWN_ERROR = (
    "{id: f_persons, truth: persons, wrong: [{id: w, shows: visits, category: num_arith,"
    " severity: 2, level: 2}]}"
)


@pytest.mark.parametrize(
    ("old", "new", "at", "says"),
    [
        ("truth: change}", "truth: chnge}", "truth: chnge}", 'did you mean "change"'),
        ("units: [u1, u2, u3]", "units: [u1, u3]", "parts:", "every unit once"),
        ("thang: $thang}, show: int}", "thang: $tang}, show: int}", "$tang", "$thang"),
        ('truoc: "2025-09"', 'cung_ky: "2025-09"', "id: tmh", "same names"),
        (
            "{of: per_person, times: 1.2}",
            "{of: per_person, times: 1.01}",
            "slip",
            "too near",
        ),
        (
            "{id: f_persons, truth: persons}",
            FIELD_WITH_ITS_OWN_ERROR,
            "id: f_persons",
            "plant the error",
        ),
    ],
)
def test_mistakes_name_their_line(folder, old, new, at, says):
    change(folder, "case.yaml", old, new)
    if new == FIELD_WITH_ITS_OWN_ERROR:
        for lang in ("vi", "en"):
            path = folder / f"{lang}.md"
            text = path.read_text(encoding="utf-8")
            path.write_text(
                text + "### f_persons.w\n#### why\nx\n#### check\nx\n", encoding="utf-8"
            )
    problems = [p for p in found(folder) if says in p.text.en]
    assert problems, [p.show("en") for p in found(folder)]
    where = line_of(folder, "case.yaml", at)
    assert any(p.file.endswith("case.yaml") and abs(p.line - where) <= 1 for p in problems)
    assert all(p.text.vi for p in problems)


def test_an_error_in_words_needs_words_to_know_it_by(folder):
    change(folder, "vi.md", "#### left\nnhờ đợt truyền thông", "")
    assert any("u4.campaign.left" in p.text.en for p in found(folder))
    change(folder, "en.md", "#### left\nthanks to the hospital's information campaign", "")
    assert any("#### left" in p.text.en for p in found(folder))


def test_a_word_of_an_arm_is_not_called_like_a_truth(folder):
    text = (folder / "case.yaml").read_text(encoding="utf-8")
    text = text.replace("words: [khoa, thang]", "words: [khoa, thang, visits]")
    (folder / "case.yaml").write_text(text, encoding="utf-8")
    for lang in ("vi", "en"):
        path = folder / f"{lang}.md"
        own = path.read_text(encoding="utf-8")
        path.write_text(f"{own}## yhct.visits\nx\n## tmh.visits\nx\n", encoding="utf-8")
    (problem,) = [p for p in found(folder) if "both a word of the arm and a truth" in p.text.en][:1]
    assert abs(problem.line - line_of(folder, "case.yaml", "id: yhct")) <= 1


def test_words_to_know_an_error_by_must_be_in_the_wrong_sentence_only(folder):
    change(folder, "vi.md", "#### left\nnhờ đợt truyền thông", "#### left\nlượt khám tăng")
    assert any("#### left" in p.text.en for p in found(folder))


def test_figures_that_fit_both_arms_are_refused(folder):
    change(folder, "case.yaml", 'khoa: TMH, thang: "2025-10", truoc: "2025-09"',
           'khoa: YHCT, thang: "2025-09", truoc: "2025-08"')  # fmt: skip
    assert any("nearly the same in both arms" in p.text.en for p in found(folder))


def test_a_missing_heading_is_said(folder):
    change(folder, "en.md", "## f_change", "## f_chnge")
    problems = found(folder)
    assert any('"f_change" is missing' in p.text.en for p in problems)


def test_a_form_without_serious_errors_makes_no_pool(pool):
    case = pool.cases[0]
    mild = [
        arm.model_copy(
            update={
                "claims": arm.claims.model_copy(
                    update={
                        "units": tuple(
                            u.model_copy(
                                update={
                                    "wrong": tuple(
                                        w.model_copy(update={"severity": 2}) for w in u.wrong
                                    )
                                }
                            )
                            for u in arm.claims.units
                        )
                    }
                )
            }
        )
        for arm in case.arms
    ]
    softened = pool.model_copy(update={"cases": (case.model_copy(update={"arms": tuple(mild)}),)})
    assert any("severity 3" in en for _, en in mistakes(softened))
