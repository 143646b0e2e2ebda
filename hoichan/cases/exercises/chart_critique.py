"""X9: charts whose flaws are planted by rule, and the proof of each from the data."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from hoichan.cases.chart_build import (
    Planted,
    build_caption,
    build_chart,
    read_text,
    reads_of,
    tolerance_of,
)
from hoichan.cases.chart_check import chart_problems, structure_problems
from hoichan.cases.chart_compile import compile_charts
from hoichan.cases.chart_mutators import compatible
from hoichan.cases.chart_proof import Facts, all_flaws, facts_of, invented
from hoichan.cases.chart_spec import ChartCaseSpec, ChartSource, chart_labels
from hoichan.cases.dice import Dice
from hoichan.cases.errors import CaseError, PoolError, Problem
from hoichan.cases.head import Head
from hoichan.cases.library import published
from hoichan.cases.pool import Mistake
from hoichan.cases.read import read_source
from hoichan.cases.truths import Tables
from hoichan.cases.variant_check import wrong
from hoichan.i18n import strings
from hoichan.schema.exercises.chart_critique import (
    CAPTION_FLAWS,
    READS,
    BaseChart,
    ChartCritiqueCase,
    ChartCritiqueKey,
    ChartCritiquePool,
    ChartCritiqueVariant,
    Flaw,
    KeyChart,
    KeyFlaw,
    KeyRead,
    PublicChart,
    PublicDesign,
    PublicOption,
    PublicRead,
    category_of,
)
from hoichan.schema.lesson import TaskSpec
from hoichan.schema.text import Bilingual
from hoichan.scoring.charts import blind_design_score, blind_flaw_score, blind_read_score

SPEC = ChartCaseSpec
FEWEST, MOST = 4, 6  # charts a learner gets, where the task does not say how many
SOUND_ONE_IN = 4
MOST_DRAWN_FLAWS = 2
MOST_FLAWS = 3
BLIND_AT_MOST = 0.5  # what a policy without looking may reach in designs, ...
BLIND_FLAWS_AT_MOST = 0.4  # ... in flaws and reads, before they are rescaled
_ATTEMPTS = 200
Place = tuple[ChartCritiqueCase, BaseChart]


def load(folder: Path) -> tuple[ChartCritiqueCase, list[Problem]]:
    """Read a case, compute its charts, and prove every flaw it can be given.

    Raises:
        CaseError: it cannot be read, or names what the datasets do not have.
    """
    source = read_source(folder, SPEC, chart_labels)
    if problems := list(structure_problems(source)):
        raise CaseError(problems)
    tables = published(source.spec.datasets, folder)
    case = _compiled(source, compile_charts(source, tables))
    return case, [
        problem
        for number, base in enumerate(case.charts)
        for problem in chart_problems(source, number, base, facts_of(base, tables))
    ]


def _compiled(source: ChartSource, charts: tuple[BaseChart, ...]) -> ChartCritiqueCase:
    spec = source.spec
    digest = hashlib.sha256()
    for name in ("case.yaml", "vi.md", "en.md"):
        digest.update((source.folder / name).read_bytes() + b"\0")
    for base in charts:
        digest.update(base.model_dump_json().encode())
    return ChartCritiqueCase(
        id=spec.id,
        version=spec.version,
        role=spec.role,
        datasets=spec.datasets,
        title=source.title,
        review=spec.review,
        sha256=digest.hexdigest(),
        as_of=spec.as_of,
        charts=charts,
    )


def make_pool(
    task: TaskSpec, lesson_id: str, cases: Iterable[ChartCritiqueCase]
) -> ChartCritiquePool:
    """The pool of ``task``."""
    return ChartCritiquePool(
        lesson=lesson_id,
        task=task.id,
        title=task.title,
        points=task.points,
        rules=task.rules,
        cases=tuple(cases),
    )


def mistakes(pool: ChartCritiquePool) -> Iterator[Mistake]:
    """What rules and cases cannot be."""
    charts = sum(len(case.charts) for case in pool.cases)
    wanted = pool.rules.units or FEWEST
    least = FEWEST if pool.points else 1
    if not least <= wanted <= charts:
        yield (
            f"units phải từ {least} đến số biểu đồ có trong tình huống ({charts}); đang là {wanted}.",
            f"units must be from {least} to the number of charts ({charts}); it is {wanted}.",
        )


def private_texts(pool: ChartCritiquePool) -> Iterator[Bilingual]:
    """Every sentence, and every reason. Which of them a learner reads is drawn."""
    for case in pool.cases:
        for base in case.charts:
            yield base.best_why
            yield from (mutation.why for mutation in base.mutations)
            for sentence in base.caption:
                yield from (wrong.why for wrong in sentence.wrong)


# --- drawing ----------------------------------------------------------------------------------------


def draw(
    pool: ChartCritiquePool, dice: Dice, head: Head
) -> tuple[ChartCritiqueVariant, ChartCritiqueKey]:
    """The charts of one learner and their key; one in four is sound."""
    for _ in range(_ATTEMPTS):
        charts, keys = _attempt(pool, dice)
        if _fair(pool, charts, keys):
            provenance = charts[0].provenance
            variant = ChartCritiqueVariant(
                **head.of_variant(), charts=charts, provenance=provenance
            )
            return variant, ChartCritiqueKey(**head.of_key(), charts=keys)
    raise PoolError(
        f"Nhiệm vụ “{pool.task}”: không rút được đề đúng quy tắc (rules) từ các biểu đồ này.",
        f'Task "{pool.task}": these charts give no variant that keeps the rules.',
    )


def _attempt(
    pool: ChartCritiquePool, dice: Dice
) -> tuple[tuple[PublicChart, ...], tuple[KeyChart, ...]]:
    everything = dice.shuffled([(case, base) for case in pool.cases for base in case.charts])
    number = pool.rules.units or dice.between(FEWEST, min(MOST, len(everything)))
    whole, rest = divmod(number, SOUND_ONE_IN)
    n_sound = min(number - 1, whole + (dice.below(SOUND_ONE_IN) < rest))
    sound = dice.shuffled([place < n_sound for place in range(number)])
    turn = dice.below(SOUND_ONE_IN)
    made = []
    for place, ((case, base), is_sound) in enumerate(zip(everything, sound, strict=False)):
        flaws = () if is_sound else _some_flaws(base, dice)
        made.append(_item((case, base), f"g{place + 1}", flaws, dice, place + turn))
    return tuple(chart for chart, _ in made), tuple(key for _, key in made)


def _some_flaws(base: BaseChart, dice: Dice) -> tuple[Flaw, ...]:
    """One to three flaws that can stand together, at most two of them in the drawing."""
    in_caption: list[Flaw] = [wrong.flaw for each in base.caption for wrong in each.wrong]
    possible = dice.shuffled([*(mutation.flaw for mutation in base.mutations), *in_caption])
    number = dice.between(1, MOST_FLAWS)
    chosen: list[Flaw] = []
    for flaw in possible:
        more = [*chosen, flaw]
        drawn = sum(each not in CAPTION_FLAWS for each in more)
        if len(more) <= number and drawn <= MOST_DRAWN_FLAWS and _fit(base, more):
            chosen = more
    return tuple(chosen)


def _fit(base: BaseChart, flaws: Sequence[Flaw]) -> bool:
    """Whether the flaws go together and no sentence is to hold two."""
    homes = [s.id for s in base.caption for wrong in s.wrong if wrong.flaw in flaws]
    return compatible(flaws) and len(set(homes)) == len(homes)


def _item(
    place: Place, uid: str, flaws: tuple[Flaw, ...], dice: Dice, turn: int
) -> tuple[PublicChart, KeyChart]:
    case, base = place
    planted = Planted(base, frozenset(flaws))
    chart, caption = build_chart(planted), build_caption(planted)
    marks = dice.shuffled(reads_of(base, chart, caption))[:READS]
    words = strings("chart_flaws")
    options = tuple(
        PublicOption(
            uid=f"{uid}.f{number}",
            about="caption" if flaw in CAPTION_FLAWS else "chart",
            label=words[f"{flaw}.label"],
        )
        for number, flaw in enumerate(base.options, start=1)
    )
    designs = dice.shuffled(base.others)
    designs.insert(turn % (len(designs) + 1), base.best)
    public = PublicChart(
        uid=uid,
        case_title=case.title,
        question=base.question,
        about=base.about,
        as_of=case.as_of,
        chart=chart,
        caption=caption,
        reads=tuple(
            PublicRead(uid=f"{uid}.r{number}", text=read_text(chart, mark))
            for number, mark in enumerate(marks, start=1)
        ),
        options=options,
        designs=tuple(
            PublicDesign(uid=f"{uid}.b{number}", label=design.label)
            for number, design in enumerate(designs, start=1)
        ),
        provenance=case.provenance,
    )
    lines = {flaw: option.uid for flaw, option in zip(base.options, options, strict=True)}
    key = KeyChart(
        uid=uid,
        case=case.id,
        chart=base.id,
        reads=tuple(
            KeyRead(uid=read.uid, value=mark.value, tolerance=tolerance_of(chart, mark))
            for read, mark in zip(public.reads, marks, strict=True)
        ),
        flaws=tuple(_key_flaw(lines[flaw], flaw, base) for flaw in base.options if flaw in flaws),
        better=f"{uid}.b{designs.index(base.best) + 1}",
        better_why=base.best_why,
    )
    return public, key


def _key_flaw(uid: str, flaw: Flaw, base: BaseChart) -> KeyFlaw:
    why, check = _told(base, flaw)
    return KeyFlaw(uid=uid, flaw=flaw, category=category_of(flaw), why=why, check=check)


def _told(base: BaseChart, flaw: Flaw) -> tuple[Bilingual, Bilingual]:
    own = [(m.why, m.check) for m in base.mutations if m.flaw == flaw]
    said = [(w.why, w.check) for each in base.caption for w in each.wrong if w.flaw == flaw]
    return (own + said)[0]


def _fair(pool: ChartCritiquePool, charts: Sequence[PublicChart], keys: Sequence[KeyChart]) -> bool:
    """Whether the rules are kept and nothing much can be had without looking."""
    flaws = [flaw.flaw for key in keys for flaw in key.flaws]
    least, most = pool.rules.planted
    if most and not least <= len(flaws) <= most:
        return False
    if len(set(flaws)) < pool.rules.categories or any(len(c.reads) < READS for c in charts):
        return False
    if len(charts) < FEWEST:
        return True
    return (
        blind_design_score(charts, keys) <= BLIND_AT_MOST
        and blind_read_score(charts, keys) <= BLIND_FLAWS_AT_MOST
        and blind_flaw_score(charts, {f.uid for k in keys for f in k.flaws}) <= BLIND_FLAWS_AT_MOST
    )


# --- checking ---------------------------------------------------------------------------------------


def checker(
    pool: ChartCritiquePool, tables: Tables
) -> Callable[[ChartCritiqueVariant, ChartCritiqueKey], list[Problem]]:
    """The check of this pool's variants: every flaw is proven anew from drawing, text and data."""
    known = {
        (case.id, base.id): (case, base, facts_of(base, tables))
        for case in pool.cases
        for base in case.charts
    }

    def check(variant: ChartCritiqueVariant, key: ChartCritiqueKey) -> list[Problem]:
        return [wrong(variant, where, vi, en) for where, vi, en in _doubts(known, variant, key)]

    return check


Doubt = tuple[str, str, str]
Known = dict[tuple[str, str], tuple[ChartCritiqueCase, BaseChart, Facts]]


def _doubts(known: Known, variant: ChartCritiqueVariant, key: ChartCritiqueKey) -> Iterator[Doubt]:
    if [chart.uid for chart in variant.charts] != [chart.uid for chart in key.charts]:
        yield "charts", "khoá thiếu hoặc thừa.", "the key has too many or too few."
        return
    if not any(chart.flaws for chart in key.charts):
        yield "charts", "không có lỗi nào.", "there is no flaw at all."
    for public, entry in zip(variant.charts, key.charts, strict=True):
        found = known.get((entry.case, entry.chart))
        if found is None or (found[1].question, found[1].about) != (public.question, public.about):
            yield public.uid, "không thuộc tình huống nào.", "belongs to no case."
            continue
        yield from _chart_doubts(public, entry, found[1], found[2])


def _chart_doubts(
    public: PublicChart, entry: KeyChart, base: BaseChart, facts: Facts
) -> Iterator[Doubt]:
    uid = public.uid
    labels = {tick.label for tick in base.ticks}
    if not {tick.label for tick in public.chart.ticks} <= labels or invented(public.chart, facts):
        yield uid, "hình vẽ không khớp số liệu.", "the drawing does not agree with the data."
        return
    words = strings("chart_flaws")
    lines = {option.label: option.uid for option in public.options}
    if set(lines) != {words[f"{flaw}.label"] for flaw in base.options}:
        yield uid, "danh sách lỗi bị sai.", "wrong list of flaws."
    said = {flaw.flaw: flaw for flaw in entry.flaws}
    for lang, seen in all_flaws(public.chart, public.caption, base, facts).items():
        if seen != set(said):
            odd = f"{sorted(seen ^ set(said))} ({lang})"
            yield uid, f"lỗi trong khoá không khớp: {odd}.", f"flaws of the key do not fit: {odd}."
            return
    for flaw, gold in said.items():
        if gold.uid != lines.get(words[f"{flaw}.label"]) or (gold.why, gold.check) != _told(
            base, flaw
        ):
            yield gold.uid, "dòng lỗi bị sai.", "wrong line of the list."
    yield from _read_doubts(public, entry)
    chosen = {design.uid: design.label for design in public.designs}
    if chosen.get(entry.better) != base.best.label:
        yield entry.better, "phương án tốt bị sai.", "wrong design in the key."


def _read_doubts(public: PublicChart, entry: KeyChart) -> Iterator[Doubt]:
    """The value of each read, found by its question and not by its place."""
    chart = public.chart
    values = {
        read_text(chart, mark): (mark.value, tolerance_of(chart, mark))
        for mark in reads_of(None, chart, ())
    }
    golds = {read.uid: (read.value, read.tolerance) for read in entry.reads}
    for read in public.reads:
        if values.get(read.text) != golds.get(read.uid):
            yield read.uid, "giá trị trong khoá bị sai.", "wrong value in the key."
