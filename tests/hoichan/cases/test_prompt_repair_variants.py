"""X4: what the simulated assistant answers under any blocks, and the case files behind it."""

from __future__ import annotations

import shutil
from itertools import combinations
from pathlib import Path

import pytest

from exercise_samples import ROOT, pool_of
from hoichan import data
from hoichan.cases.errors import CaseError
from hoichan.cases.exercises.prompt_repair import load, mistakes, private_texts
from hoichan.cases.variant import make_variant
from hoichan.cases.variant_check import VariantCheck
from hoichan.privacy.identifiers import identifiers
from hoichan.schema.case import PlantRules
from hoichan.schema.text import LANGS
from hoichan.scoring.repairing import irrelevant, standing

SECRET = b"repairs"


@pytest.fixture(scope="module", params=["x4", "p4"])
def pool(request):
    return pool_of(request.param)


@pytest.fixture(scope="module")
def made(pool):
    return [make_variant(pool, SECRET, f"n{number}") for number in range(40)]


@pytest.fixture(scope="module")
def check(pool):
    return VariantCheck(pool, data.tables(sorted({n for c in pool.cases for n in c.datasets})))


def cases_of(pool):
    return {case.id: case for case in pool.cases}


def prompts(made):
    for variant, key in made:
        yield from zip(variant.prompts, key.prompts, strict=True)


def every_set(blocks):
    names = [block.id for block in blocks]
    return [some for size in range(len(names) + 1) for some in combinations(names, size)]


# --- the simulated assistant


def test_an_answer_is_wrong_just_where_no_block_that_is_on_repairs_it(pool, made):
    """Every sentence of every answer under all 128 sets of blocks, read back among the case's
    own wordings: a wrong one just where the author said that none of these blocks repairs it."""
    cases = cases_of(pool)
    for public, gold in prompts(made[:12]):
        case = cases[gold.case]
        wrong = {w.text: f"{u.id}.{w.id}" for u in case.units for w in u.wrong}
        right = {u.true.text for u in case.units} | {again.text for again in case.again}
        repairs = {block.id: set(block.repairs) for block in case.blocks}
        for blocks in every_set(public.blocks):
            repaired = set().union(*(repairs[block] for block in blocks))
            texts = {unit.uid: unit.reads(blocks) for unit in public.units}
            faulty = {uid for uid, text in texts.items() if text in wrong}
            assert all(text in wrong or text in right for text in texts.values())
            assert not {wrong[texts[uid]] for uid in faulty} & repaired
            assert faulty == set(standing(gold, blocks))


def test_one_error_stays_whatever_is_asked_and_others_go(made):
    for public, gold in prompts(made):
        everything = tuple(block.id for block in public.blocks)
        residual = standing(gold, everything)
        assert len(residual) == 1
        assert len(standing(gold, ())) >= 3
        for blocks in every_set(public.blocks):
            assert set(residual) <= set(standing(gold, blocks))


def test_every_block_changes_just_the_sentences_it_is_meant_for(pool, made):
    cases = cases_of(pool)
    for public, gold in prompts(made):
        rewords = {again.block: again.unit for again in cases[gold.case].again}
        for block in public.blocks:
            changed = {u.uid for u in public.units if u.reads((block.id,)) != u.reads(())}
            repaired = {one.uid for one in gold.planted if block.id in one.removed_by}
            if block.id in irrelevant(gold) and block.id in rewords:
                (unit,) = changed  # a true sentence in other words: change alone tells nothing
                assert unit not in {one.uid for one in gold.planted}
            else:
                assert changed == repaired


def test_either_of_two_blocks_that_repair_the_same_error_is_enough():
    """A pool in which every block that repairs nothing repairs what "mau_so" does as well."""
    pool = pool_of("x4")
    cases = []
    for case in pool.cases:
        (repairs,) = [block.repairs for block in case.blocks if block.id == "mau_so"]
        blocks = tuple(
            b.model_copy(update={"repairs": repairs}) if b.id == "khong_biet" else b
            for b in case.blocks
        )
        cases.append(case.model_copy(update={"blocks": blocks}))
    variant, key = make_variant(pool.model_copy(update={"cases": tuple(cases)}), SECRET, "nv")
    doubled = [
        (public, gold, one)
        for public, gold in prompts([(variant, key)])
        for one in gold.planted
        if set(one.removed_by) == {"mau_so", "khong_biet"}
    ]
    assert doubled
    for public, gold, one in doubled:
        (unit,) = [unit for unit in public.units if unit.uid == one.uid]
        for blocks in every_set(public.blocks):
            gone = bool({"mau_so", "khong_biet"} & set(blocks))
            assert (unit.reads(blocks) == one.true_text) is gone
            assert (one.uid not in standing(gold, blocks)) is gone


def test_a_rewording_that_changes_no_error_is_on_offer_in_every_prompt(made):
    for public, gold in prompts(made):
        wrong = {one.uid for one in gold.planted}
        assert any(unit.under for unit in public.units if unit.uid not in wrong)


def test_just_the_trap_holds_an_identifier(made):
    for public, gold in prompts(made):
        for block in public.blocks:
            for lang in LANGS:
                assert bool(identifiers(block.text[lang])) is (block.id in gold.phi)
        assert gold.phi


def test_order_of_blocks_and_errors_differ_between_learners(made):
    orders = {tuple(block.id for block in public.blocks) for public, _ in prompts(made)}
    assert len(orders) > len(made)
    planted = {(gold.case, tuple(one.unit for one in gold.planted)) for _, gold in prompts(made)}
    assert len(planted) > len({case for case, _ in planted})


# --- the checker


def test_checker_finds_nothing_in_what_was_drawn(check, made):
    assert [p.show("en") for v, k in made for p in check.problems(v, k)] == []


def with_prompt(key, **update):
    first, *rest = key.prompts
    return key.model_copy(update={"prompts": (first.model_copy(update=update), *rest)})


def with_error(key, place, **update):
    errors = list(key.prompts[0].planted)
    errors[place] = errors[place].model_copy(update=update)
    return with_prompt(key, planted=tuple(errors))


def removable(key):
    return next(n for n, one in enumerate(key.prompts[0].planted) if one.removed_by)


def staying(key):
    return next(n for n, one in enumerate(key.prompts[0].planted) if not one.removed_by)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda key: with_error(key, removable(key), removed_by=()),
        lambda key: with_error(key, removable(key), removed_by=("vai_tro",)),
        lambda key: with_error(key, staying(key), removed_by=("vai_tro",)),
        lambda key: with_error(key, 0, severity=4),
        lambda key: with_error(key, 0, category="priv_leak"),
        lambda key: with_error(key, 0, wording="other"),
        lambda key: with_error(key, 0, why=key.prompts[0].planted[0].check),
        lambda key: with_error(key, 0, true_text=key.prompts[0].planted[0].why),
        lambda key: with_prompt(key, planted=key.prompts[0].planted[1:]),
        lambda key: with_prompt(key, phi=()),
        lambda key: with_prompt(key, phi=("vai_tro",)),
        lambda key: with_prompt(key, blocks=key.prompts[0].blocks[1:]),
        lambda key: key.model_copy(update={"prompts": key.prompts[1:]}),
    ],
)
def test_checker_finds_a_tampered_key(check, made, spoil):
    variant, key = made[0]
    assert check.problems(variant, spoil(key))


def test_checker_finds_a_variant_that_would_answer_otherwise(check, made):
    variant, key = made[0]
    public, *rest = variant.prompts
    planted = {one.uid: one for one in key.prompts[0].planted}

    def spoilt(change):
        units = tuple(change(unit) for unit in public.units)
        other = public.model_copy(update={"units": units})
        return variant.model_copy(update={"prompts": (other, *rest)})

    def never_changes(unit):
        return unit.model_copy(update={"under": ()})

    def keeps_its_error(unit):
        under = tuple(one.model_copy(update={"text": unit.text}) for one in unit.under)
        return unit.model_copy(update={"under": under})

    def right_from_the_start(unit):
        true = planted[unit.uid].true_text if unit.uid in planted else unit.text
        return unit.model_copy(update={"text": true})

    def other_block(unit):
        under = tuple(one.model_copy(update={"blocks": ("vai_tro_2",)}) for one in unit.under)
        return unit.model_copy(update={"under": under})

    for change in (never_changes, keeps_its_error, right_from_the_start, other_block):
        assert check.problems(spoilt(change), key), change.__name__
    fewer = public.model_copy(update={"blocks": public.blocks[1:]})
    assert check.problems(variant.model_copy(update={"prompts": (fewer, *rest)}), key)


def test_reasons_and_wordings_are_private(pool, made):
    private = {text.vi for text in private_texts(pool)}
    for _, gold in prompts(made):
        for one in gold.planted:
            assert {one.why.vi, one.check.vi} <= private


# --- what authors get wrong


@pytest.fixture
def folder(tmp_path):
    source = ROOT / "datasets" / "cases" / "x4-medicine-month"
    return Path(shutil.copytree(source, tmp_path / "x4-medicine-month"))


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


def test_the_published_case_has_no_problem(folder):
    assert found(folder) == []


def at_line(folder, file, text):
    return {(file, line_of(folder, file, text))}


def places(problems):
    return {(Path(p.file).name, p.line) for p in problems}


def saying(folder, vi, en):
    """The problems that say this in both languages."""
    problems = [p for p in found(folder) if en in p.text.en]
    assert problems, [p.show("en") for p in found(folder)]
    assert all(vi in p.text.vi for p in problems)
    return problems


@pytest.mark.parametrize(
    ("old", "new", "at", "says"),
    [
        ("repairs: [u3.w]", "repairs: [u3.x]", "blocks:", ("cách viết sai “u3.x”", '"u3.x"')),
        ("repairs: [u3.w]", "repairs: [u3.w, u4.w]", "units:", ("không khối nào", "no block")),
        ("again: {u2: dinh_dang}", "again: {u2: khac}", "again:", ("“u2”", '"u2"')),
        ("{id: ky, repairs", "{id: ky, repair", "id: ky", ("repair", "repair")),
        ("id: mau_so", "id: mau so", "id: mau so", ("mau so", "mau so")),
    ],
)
def test_mistakes_in_the_blocks_name_their_line(folder, old, new, at, says):
    change(folder, "case.yaml", old, new)
    assert places(saying(folder, *says)) == at_line(folder, "case.yaml", at)


def test_blocks_that_repair_one_sentence_alone_are_too_few(folder):
    for one in ("[u1.w]", "[u5.w]"):
        change(folder, "case.yaml", f"repairs: {one}", "repairs: []")
    problems = saying(folder, "ít nhất 2 câu", "at least 2 units")
    assert places(problems) == at_line(folder, "case.yaml", "blocks:")


def test_a_case_without_an_idle_block_is_refused(folder):
    for block, unit in (("vai_tro", "u1.w"), ("dinh_dang", "u3.w"), ("khong_biet", "u5.w")):
        change(folder, "case.yaml", f"id: {block}, repairs: []", f"id: {block}, repairs: [{unit}]")
    problems = saying(folder, "một khối không sửa gì", "a block that repairs nothing")
    assert places(problems) == at_line(folder, "case.yaml", "blocks:")


def test_just_sentences_without_errors_are_said_in_other_words(folder):
    change(folder, "case.yaml", "again: {u2: dinh_dang}", "again: {u3: dinh_dang}")
    for lang in LANGS:
        change(folder, f"{lang}.md", "### u2.again", "### u3.again")
    problems = saying(folder, "“u3” phải là câu không có", '"u3" must be a unit without')
    assert places(problems) == at_line(folder, "case.yaml", "again:")


@pytest.mark.parametrize(
    ("old", "new"),
    [("phi: true", "phi: false"), ("{id: vai_tro, repairs", "{id: vai_tro, phi: true, repairs")],
)
def test_an_identifier_where_none_is_said_or_none_where_one_is_said(folder, old, new):
    change(folder, "case.yaml", old, new)
    problems = saying(folder, "mã định danh", "must hold an identifier")
    label = "### ho_so.text" if new == "phi: false" else "### vai_tro.text"
    for lang in LANGS:
        line = line_of(folder, f"{lang}.md", label)
        assert places(problems) & {(f"{lang}.md", line), (f"{lang}.md", line + 1)}
    assert len(problems) == 2


@pytest.mark.parametrize("lang", LANGS)
def test_a_missing_text_is_said_in_both_languages(folder, lang):
    change(folder, f"{lang}.md", "### mau_so.text", "### mau_so.txt")
    problems = found(folder)
    assert any('"mau_so.text" is missing' in p.text.en for p in problems)
    assert all(Path(p.file).name == f"{lang}.md" or p.file.endswith("case.yaml") for p in problems)
    stray = line_of(folder, f"{lang}.md", "### mau_so.txt")
    assert any(p.file.endswith(f"{lang}.md") and p.line == stray for p in problems)
    assert all(p.text.vi and p.text.vi != p.text.en for p in problems)


def test_a_rewording_with_another_number_is_noticed(folder):
    change(
        folder, "vi.md", "Số xét nghiệm trong tháng: {xn}.", "Số xét nghiệm trong tháng: {kham}."
    )
    assert found(folder)


def test_a_rule_for_more_prompts_than_cases_is_refused(pool):
    wanted = len(pool.cases) + 1
    more = pool.model_copy(update={"rules": PlantRules(units=wanted)})
    ((vi, en),) = mistakes(more)
    assert str(wanted) in vi
    assert str(wanted) in en
    assert list(mistakes(pool)) == []
