"""Charts: drawn alike again, within the rules, and every flaw proven from drawing, text and data."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import pytest

from exercise_samples import ROOT, SECRET, pool_of
from hoichan import data
from hoichan.cases.chart_build import Planted, build_caption, build_chart
from hoichan.cases.chart_check import combinations_of
from hoichan.cases.chart_mutators import MUTATORS, compatible
from hoichan.cases.chart_proof import all_flaws, facts_of
from hoichan.cases.errors import CaseError, PoolError
from hoichan.cases.library import inspect_case
from hoichan.cases.pool import build_pool
from hoichan.cases.variant import make_variant, variant_bytes
from hoichan.cases.variant_check import VariantCheck
from hoichan.i18n import strings
from hoichan.schema.exercises.chart_critique import CAPTION_FLAWS, CHART_FLAWS, OPTIONS, READS
from hoichan.schema.lesson import TaskSpec
from hoichan.schema.text import LANGS, Bilingual

LEARNERS = 40
CASE = ROOT / "datasets" / "cases" / "x9-dengue-season"


@pytest.fixture(scope="module")
def pool():
    return pool_of("x9")


@pytest.fixture(scope="module")
def drawn(pool):
    return [make_variant(pool, SECRET, f"hv{n}") for n in range(LEARNERS)]


@pytest.fixture(scope="module")
def check(pool):
    names = sorted({name for case in pool.cases for name in case.datasets})
    return VariantCheck(pool, data.tables(names))


@pytest.fixture
def copy(tmp_path: Path):
    """A case to spoil: ``copy(file, old, new)`` gives what is then found wrong."""
    folder = tmp_path / CASE.name
    shutil.copytree(CASE, folder)

    def spoil(file: str, old: str, new: str):
        path = folder / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        try:
            return inspect_case(folder)[1]
        except CaseError as error:
            return list(error.problems)

    return spoil


# --- drawing


def test_the_same_learner_gets_the_same_bytes_again(pool, drawn):
    for number, (variant, key) in enumerate(drawn[:5]):
        again = make_variant(pool, SECRET, f"hv{number}")
        assert variant_bytes(again[0]) == variant_bytes(variant)
        assert again[1] == key
    assert len({variant_bytes(variant) for variant, _ in drawn}) == LEARNERS


def test_rules_hold_for_every_learner(drawn):
    sound = total = 0
    for variant, key in drawn:
        assert 4 <= len(variant.charts) <= 6
        flaws = [flaw.flaw for chart in key.charts for flaw in chart.flaws]
        assert 4 <= len(flaws) <= 10
        assert len(set(flaws)) >= 3
        sound += sum(not chart.flaws for chart in key.charts)
        total += len(key.charts)
        for public, gold in zip(variant.charts, key.charts, strict=True):
            assert len(public.options) == OPTIONS
            assert len(public.reads) == len(gold.reads) == READS
            assert 3 <= len(public.designs) <= 4
            assert len(gold.flaws) <= 3
            names = [flaw.flaw for flaw in gold.flaws]
            assert compatible(names)
            assert sum(name not in CAPTION_FLAWS for name in names) <= 2
    assert 0.18 <= sound / total <= 0.32


def test_every_kind_of_flaw_gets_planted(drawn):
    seen = {flaw.flaw for _, key in drawn for chart in key.charts for flaw in chart.flaws}
    assert seen == {*CHART_FLAWS, *CAPTION_FLAWS}


def test_places_tell_nothing(drawn):
    places = Counter(int(chart.better[-1]) for _, key in drawn for chart in key.charts)
    assert max(places.values()) < 0.5 * sum(places.values())


def test_the_list_of_a_chart_is_the_same_whatever_is_planted(drawn):
    lists = {}
    for variant, _ in drawn:
        for chart in variant.charts:
            labels = tuple(option.label.vi for option in chart.options)
            assert lists.setdefault(chart.about.vi, labels) == labels


def test_the_public_variant_names_no_flaw(drawn):
    reasons = {strings("chart_flaws")[f"{f}.why"].vi for f in (*CHART_FLAWS, *CAPTION_FLAWS)}
    for variant, key in drawn:
        text = variant_bytes(variant).decode()
        assert not [flaw for flaw in (*CHART_FLAWS, *CAPTION_FLAWS) if f'"{flaw}"' in text]
        assert not [why for why in reasons if why in text]
        assert not [chart for chart in key.charts if chart.better_why.vi in text]


# --- the check


def test_the_check_finds_nothing_in_what_is_drawn(drawn, check):
    for variant, key in drawn:
        assert check.problems(variant, key) == []


def flawed(key):
    return next(n for n, chart in enumerate(key.charts) if chart.flaws)


def with_chart(whole, number, **change):
    charts = list(whole.charts)
    charts[number] = charts[number].model_copy(update=change)
    return whole.model_copy(update={"charts": tuple(charts)})


def test_a_tampered_key_is_found(drawn, check):
    variant, key = drawn[0]
    number = flawed(key)
    gold = key.charts[number]
    read = gold.reads[0].model_copy(update={"value": gold.reads[0].value + 1000})
    flaw = gold.flaws[0]
    other = next(
        o.uid for o in variant.charts[number].options if o.uid not in {f.uid for f in gold.flaws}
    )
    spoiled = [
        with_chart(key, number, flaws=gold.flaws[1:]),
        with_chart(key, number, flaws=(flaw.model_copy(update={"uid": other}), *gold.flaws[1:])),
        with_chart(
            key,
            number,
            flaws=(flaw.model_copy(update={"why": Bilingual(vi="?", en="?")}), *gold.flaws[1:]),
        ),
        with_chart(key, number, reads=(read, gold.reads[1])),
        with_chart(key, number, better=variant.charts[number].better_uid),
        with_chart(key, number, chart="?"),
        key.model_copy(update={"charts": key.charts[1:]}),
    ]
    for wrong in spoiled:
        assert check.problems(variant, wrong) != []


def test_a_tampered_drawing_or_caption_is_found(drawn, check):
    variant, key = drawn[0]
    number = flawed(key)
    public = variant.charts[number]
    line = public.chart.series[0]
    moved = line.model_copy(update={"values": (line.values[0] + 50, *line.values[1:])})
    invented = public.chart.model_copy(update={"series": (moved, *public.chart.series[1:])})
    assert check.problems(with_chart(variant, number, chart=invented), key) != []
    said = Bilingual(vi="Tất cả là do thời tiết.", en="It is all due to the weather.")
    sound = next(n for n, chart in enumerate(key.charts) if not chart.flaws)
    assert check.problems(with_chart(variant, sound, caption=(said,)), key) != []


def test_every_combination_is_seen_as_it_was_planted(pool):
    """Planting and proof are written apart: they have to agree on every set of flaws."""
    planted_kinds = set()
    for case in pool.cases:
        tables = data.tables(case.datasets)
        for base in case.charts:
            facts = facts_of(base, tables)
            for flaws in combinations_of(base):
                planted = Planted(base, flaws)
                chart, caption = build_chart(planted), build_caption(planted)
                seen = all_flaws(chart, caption, base, facts)
                assert seen == dict.fromkeys(LANGS, flaws)
                planted_kinds |= flaws
    assert planted_kinds == {*CHART_FLAWS, *CAPTION_FLAWS}


def test_every_flaw_has_a_rule_a_label_and_reasons_in_both_languages():
    words = strings("chart_flaws")
    assert set(MUTATORS) == set(CHART_FLAWS)
    for flaw in (*CHART_FLAWS, *CAPTION_FLAWS):
        for part in ("label", "why", "check"):
            assert all(words[f"{flaw}.{part}"][lang] for lang in LANGS)


# --- what authors get told


def lines_of(problems, file):
    return [problem.line for problem in problems if problem.file.endswith(file)]


def line_of(file, text):
    lines = (CASE / file).read_text(encoding="utf-8").split("\n")
    return next(n for n, line in enumerate(lines, start=1) if text in line)


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("case.yaml", "kind: week, span", "kind: wek, span", ("kind: week, span", "week")),
        ("case.yaml", "dengue_weekly.total", "dengue_weekly.totl", ("- id: weekly", "total")),
        ("case.yaml", "series: cases, tick: 36", "series: case, tick: 36", ("tick: 36", "cases")),
        ("case.yaml", "tick: 40", "tick: 60", ("tick: 40", "60")),
        ("case.yaml", "top: 3500", "top: 2500", ("top: 3500", "3031")),
        (
            "case.yaml",
            "[partial_period, window",
            "[partial_period, dual_axis, window",
            ("flaws: [partial", "series"),
        ),
        ("case.yaml", "window: [46, 49]", "window: [42, 46]", ("window: [46", "ngược")),
        ("vi.md", "báo cáo {first_said}", "báo cáo {frist_said}", ("## weekly.size", "first_said")),
        ("vi.md", "## weekly.question", "## weekly.qestion", ("## weekly.question", "question")),
    ],
)
def test_a_mistake_is_told_with_file_and_line(copy, file, old, new, told):
    place, word = told
    problems = copy(file, old, new)
    assert line_of(file, place) in lines_of(problems, file)
    assert any(word in problem.text.vi for problem in problems)


@pytest.mark.parametrize(
    ("file", "old", "new", "flaw"),
    [
        ("vi.md", "số ca {moved}.", "số ca {moved} do trời lạnh.", "caption_causal"),
        ("en.md", "{first_said}.", "{first_value} deaths.", "caption_unit"),
        ("vi.md", "biểu đồ là ở {max}", "biểu đồ là ở {min}", "caption_extreme"),
    ],
)
def test_a_sentence_that_says_more_or_less_than_it_should_is_found(copy, file, old, new, flaw):
    assert any(flaw in problem.text.vi for problem in copy(file, old, new))


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("vi.md", "Nhờ các đợt phun hoá chất, số", "Số"),
        ("en.md", "Thanks to the spraying, cases", "Cases"),
    ],
)
def test_a_flaw_that_one_language_lacks_is_found(copy, file, old, new):
    problems = copy(file, old, new)
    assert any(f"({file[:2]})" in p.text.vi and "caption_causal" in p.text.vi for p in problems)


def test_too_few_charts_are_refused():
    spec = TaskSpec(
        id="x9",
        type="chart_critique",
        title=Bilingual(vi="?", en="?"),
        points=10,
        cases=(CASE.name,),
    )
    case, _ = inspect_case(CASE)
    with pytest.raises(PoolError, match="units"):
        build_pool(spec, "exercise_types", [case])
