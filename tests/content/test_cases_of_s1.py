"""Every published case: compiles, is checked clean, and keeps what the lesson promises learners."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from hoichan.authoring.lesson import read_lesson
from hoichan.cases.library import inspect_case
from hoichan.i18n import strings
from hoichan.schema.case import CompiledCase, WrongWording
from hoichan.schema.taxonomy import Category, Difficulty, Severity
from hoichan.schema.text import LANGS

ROOT = Path(__file__).parents[2]
CASES = ROOT / "datasets" / "cases"
NAMES = sorted(folder.name for folder in CASES.iterdir() if (folder / "case.yaml").is_file())
LESSON = read_lesson(ROOT / "notebooks" / "skillset" / "s1_numbers").spec
X2, X1 = LESSON.graded

# What task x1 plants. clin_omission comes from the missing lists.
PLANTED = {
    Category.NUM_ARITH, Category.NUM_DENOMINATOR, Category.NUM_UNIT, Category.SRC_FABRICATED_FACT,
    Category.INF_CAUSAL, Category.INF_SUBGROUP, Category.BEH_OVERCONFIDENT, Category.BEH_SYCOPHANCY,
}  # fmt: skip


@pytest.fixture(scope="module")
def inspected() -> dict[str, tuple[CompiledCase, list[object]]]:
    return {name: inspect_case(CASES / name) for name in NAMES}


@pytest.fixture(scope="module")
def critiques(inspected: dict[str, tuple[CompiledCase, list[object]]]) -> list[CompiledCase]:
    return [inspected[name][0] for name in X1.cases]


@pytest.fixture(scope="module")
def claims(inspected: dict[str, tuple[CompiledCase, list[object]]]) -> list[CompiledCase]:
    return [inspected[name][0] for name in X2.cases]


def wordings(cases: list[CompiledCase]) -> Iterator[WrongWording]:
    for case in cases:
        for unit in case.units:
            yield from unit.wrong


@pytest.mark.parametrize("name", NAMES)
def test_case_is_clean(name: str, inspected: dict[str, tuple[CompiledCase, list[object]]]) -> None:
    case, problems = inspected[name]
    assert problems == []
    assert case.id == name
    assert case.review.status == "draft", "a reviewed case names its reviewers: see docs"
    assert case.review.sources
    assert case.provenance.kind == "generated"


def test_the_lesson_has_enough_cases_and_text(critiques: list[CompiledCase]) -> None:
    assert 4 <= len(critiques) <= 6
    assert 48 <= sum(len(case.units) for case in critiques) <= 72
    assert {case.type for case in critiques} == {"span_critique"}


def test_answers_have_length_foils_plants_and_missing_lines(critiques: list[CompiledCase]) -> None:
    for case in critiques:
        assert 9 <= len(case.units) <= 11, case.id
        assert sum(unit.foil for unit in case.units) >= 2, case.id
        assert sum(bool(unit.wrong) for unit in case.units) >= 5, case.id
        assert all(len(unit.wrong) <= 2 for unit in case.units), case.id
        assert 4 <= len(case.must_have) <= 6, case.id
        assert sum(must.severity is not None for must in case.must_have) >= 2, case.id


def test_leaving_a_unit_out_keeps_two_foils_somewhere(critiques: list[CompiledCase]) -> None:
    """A foil that may be left out must not be one of the only two."""
    for case in critiques:
        left_out = {must.unit for must in case.must_have if must.severity is not None}
        kept = [unit.id for unit in case.units if unit.foil and unit.id not in left_out]
        assert len(kept) >= 2, case.id


def test_all_kinds_levels_and_severities_occur(critiques: list[CompiledCase]) -> None:
    found = list(wordings(critiques))
    assert {wrong.category for wrong in found} == PLANTED
    assert {wrong.level for wrong in found} == set(Difficulty)
    assert {wrong.severity for wrong in found} == set(Severity) - {Severity.CRITICAL}
    for case in critiques:
        assert len({wrong.category for unit in case.units for wrong in unit.wrong}) >= 5, case.id
    # No kind may be guessed by its frequency alone.
    counts = Counter(wrong.category for wrong in found)
    assert max(counts.values()) <= len(found) / 3


def test_a_false_premise_stands_in_the_prompt_of_every_nodding_answer(
    critiques: list[CompiledCase],
) -> None:
    asks = {"vi": ("đúng không", "được chứ", "nhớ đưa vào", "theo hướng đó"),
            "en": ("?", "do put that in", "along those lines")}  # fmt: skip
    for case in critiques:
        nods = [w for u in case.units for w in u.wrong if w.category is Category.BEH_SYCOPHANCY]
        assert len(nods) == 1, case.id
        for lang in LANGS:
            assert any(words in case.prompt[lang] for words in asks[lang]), (case.id, lang)


def test_agreeing_sentences_are_not_always_wrong(critiques: list[CompiledCase]) -> None:
    """ "As you say" must not give a planted nod away: in some answers it is simply true."""
    opening = {"vi": "Đúng như", "en": "As you"}
    for lang in LANGS:
        true = [u.true.text[lang] for c in critiques for u in c.units]
        wrong = [w.text[lang] for w in wordings(critiques)]
        assert sum(text.startswith(opening[lang]) for text in true) >= 3, lang
        assert sum(text.startswith(opening[lang]) for text in wrong) >= 3, lang


def test_causal_words_are_not_always_wrong(critiques: list[CompiledCase]) -> None:
    """Some true sentences say "because" (of a division); flagging the word must not pay."""
    words = {"vi": (" vì ", " do "), "en": ("because",)}
    for lang in LANGS:
        true = [u.true.text[lang] for c in critiques for u in c.units if u.foil]
        assert sum(any(word in text for word in words[lang]) for text in true) >= 3, lang


def test_length_and_digits_give_nothing_away(critiques: list[CompiledCase]) -> None:
    """On the whole, wrong sentences are neither longer nor fuller of digits than the true ones."""
    for lang in LANGS:
        pairs = [
            (unit.true.text[lang], wrong.text[lang])
            for case in critiques
            for unit in case.units
            for wrong in unit.wrong
        ]
        longer = sum(len(said) / len(true) - 1 for true, said in pairs) / len(pairs)
        assert abs(longer) < 0.05, lang
        true_digits, said_digits = (
            sum(map(str.isdigit, "".join(t))) for t in zip(*pairs, strict=True)
        )
        assert abs(said_digits / true_digits - 1) < 0.1, lang


def test_units_are_sentences_of_one_claim(critiques: list[CompiledCase]) -> None:
    for case in critiques:
        for unit in case.units:
            for lang in LANGS:
                for text in (unit.true.text[lang], *(w.text[lang] for w in unit.wrong)):
                    assert text.endswith("."), (case.id, unit.id)
                    assert text[0].isupper() or text[0].isdigit(), (case.id, unit.id)
                    assert 7 <= len(text.split()) <= 25, (case.id, unit.id, lang, text)


def test_most_things_can_be_settled_and_some_cannot(claims: list[CompiledCase]) -> None:
    units = [unit for case in claims for unit in case.units]
    settled = [unit for unit in units if unit.wrong]
    unsettled = [unit for unit in units if unit.unverifiable]
    assert len(units) >= 18
    assert len(settled) >= 14
    assert len(unsettled) >= 4
    assert len(settled) + len(unsettled) == len(units), "a claim that could only ever be true"


def test_claims_that_cannot_be_checked_look_like_the_others(claims: list[CompiledCase]) -> None:
    """They hold a number too, in both languages, and are about as long."""
    for lang in LANGS:
        settled = [u.true.text[lang] for c in claims for u in c.units if u.wrong]
        unsettled = [u.true.text[lang] for c in claims for u in c.units if u.unverifiable]
        assert all(any(map(str.isdigit, text)) for text in unsettled), lang
        mean = [sum(map(len, texts)) / len(texts) for texts in (settled, unsettled)]
        assert abs(mean[0] - mean[1]) < 0.25 * mean[0], (lang, mean)


def test_the_unit_to_choose_is_a_word_of_the_claim(claims: list[CompiledCase]) -> None:
    """ "người" or "người bệnh"? The lesson says: the word after the number."""
    labels = strings("units")
    for case in claims:
        truths = {truth.name: truth for truth in case.truths}
        for unit in case.units:
            for name in unit.true.asserts:
                if truths[name].show is None:
                    continue  # a fact beside the number, such as which weekday is busiest
                label = labels[truths[name].unit or "count"]
                for lang in LANGS:
                    word = label[lang].partition(" (")[0]
                    assert word in unit.true.text[lang], (case.id, unit.id, lang, word)


def test_claims_use_tables_and_columns_a_learner_can_filter(claims: list[CompiledCase]) -> None:
    """Each claim rests on one table, and all three tables are needed."""
    seen: set[str] = set()
    for case in claims:
        truths = {truth.name: truth for truth in case.truths}
        for unit in case.units:
            used = {str(truths[name].measure).partition(".")[0] for name in unit.true.asserts}
            assert len(used) <= 1, (case.id, unit.id)
            seen |= used
    assert seen == {"opd_visits", "ipd_discharges", "monthly_activity"}


def test_no_figure_is_asked_twice(
    critiques: list[CompiledCase], claims: list[CompiledCase]
) -> None:
    """A claim of task x2 must not give away a number that task x1 asks about."""

    def figures(cases: list[CompiledCase]) -> set[tuple[object, ...]]:
        found = set()
        for case in cases:
            truths = {truth.name: truth for truth in case.truths}
            for unit in case.units:
                for name in unit.true.asserts:
                    truth = truths[name]
                    found.add((truth.measure, tuple(sorted(truth.args.items()))))
        return found

    assert not figures(critiques) & figures(claims)


def test_no_code_is_shown_to_a_learner(critiques: list[CompiledCase]) -> None:
    """Rows of a table are named in words: "Thứ Hai", not "mon"."""
    for case in critiques:
        for table in case.evidence:
            first = table.columns[0]
            for row in table.rows:
                month = str(row[0])[:2] == "20"
                assert month or str(row[0]) in first.labels, (case.id, first.name, row[0])
