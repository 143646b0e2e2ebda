"""Whether an author's chart can have the flaws it lists, and no others, in every combination."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from hoichan.cases.chart_build import Planted, build_caption, build_chart, reads_of
from hoichan.cases.chart_captions import NAMES
from hoichan.cases.chart_mutators import MUTATORS, compatible, window_places
from hoichan.cases.chart_proof import Facts, all_flaws
from hoichan.cases.chart_spec import ChartSource, ChartSpec
from hoichan.cases.errors import Problem
from hoichan.cases.source import PLACEHOLDER
from hoichan.cases.yaml_source import nearest
from hoichan.schema.exercises.chart_critique import CAPTION_FLAWS, READS, BaseChart, Flaw
from hoichan.schema.text import LANGS

_TOGETHER = 3
_RULES: dict[str, tuple[str, str]] = {
    "counts_for_rates": ("cần “counts” và “count” ở mỗi series", 'needs "counts" and a "count" in each series'),
    "no_denominator": ("cần “per” và “bare”", 'needs "per" and "bare"'),
    "partial_period": ("cần “complete” và kỳ chưa đủ báo cáo", 'needs "complete" and incomplete periods'),
    "window": ("cần ordered: time và “window” trong trục", 'needs ordered: time and a "window" on the axis'),
    "uneven_time": ("cần biểu đồ đường theo thời gian, từ 9 mốc", "needs a line over time with 9 ticks or more"),
    "wrong_order": ("cần biểu đồ cột một series có thứ tự", "needs bars of one series in an order"),
    "legend_swapped": ("cần hai series", "needs two series"),
    "dual_axis": ("cần hai series dạng đường", "needs two series as lines"),
    "axis_truncated": ("cần biểu đồ cột có giá trị nhỏ nhất đủ xa 0", "needs bars whose least value is well above 0"),
    "area_distortion": ("cần biểu đồ cột một series", "needs bars of one series"),
}  # fmt: skip


def structure_problems(source: ChartSource) -> Iterator[Problem]:
    """Names that do not fit each other in ``case.yaml`` and unknown placeholders."""
    ids = [chart.id for chart in source.spec.charts]
    for number, chart in enumerate(source.spec.charts):
        place = ("charts", number)
        if ids.count(chart.id) > 1:
            yield source.lines.problem(
                place, f"“{chart.id}” bị lặp.", f'"{chart.id}" stands twice.'
            )
        yield from _name_problems(source, chart, place)
        yield from _placeholder_problems(source, chart)


def _name_problems(
    source: ChartSource, chart: ChartSpec, place: tuple[str | int, ...]
) -> Iterator[Problem]:
    series = {one.id for one in chart.series}
    for index, read in enumerate(chart.reads):
        if read.series not in series:
            hint = nearest(read.series, sorted(series))
            yield source.lines.problem(
                (*place, "reads", index),
                f"không có series “{read.series}”" + (f"; có phải là “{hint}”?" if hint else "."),
                f'there is no series "{read.series}"'
                + (f'; did you mean "{hint}"?' if hint else "."),
            )
    said = [flaw for sentence in chart.caption for flaw in sentence.wrong]
    if len(set(said)) < len(said):
        yield source.lines.problem(
            (*place, "caption"),
            "mỗi lỗi của lời bình chỉ đứng ở một câu.",
            "each flaw of the caption stands in one sentence only.",
        )
    if set(chart.flaws) & set(chart.avoid):
        yield source.lines.problem(
            (*place, "avoid"),
            "một lỗi không thể vừa ở flaws vừa ở avoid.",
            "a flaw cannot be both in flaws and in avoid.",
        )
    if chart.counts is not None and any(one.count is None for one in chart.series):
        yield source.lines.problem(
            (*place, "series"), "thiếu “count” ở một series.", 'a series has no "count".'
        )


def _placeholder_problems(source: ChartSource, chart: ChartSpec) -> Iterator[Problem]:
    for sentence in chart.caption:
        own = f"{chart.id}.{sentence.id}"
        for label in (own, *(f"{own}.{flaw}" for flaw in sentence.wrong)):
            for lang in LANGS:
                for name in PLACEHOLDER.findall(source.texts[lang].text(label)):
                    if name not in NAMES:
                        hint = nearest(name, sorted(NAMES))
                        yield source.texts[lang].problem(
                            label,
                            f"không có {{{name}}}" + (f"; có phải là {{{hint}}}?" if hint else "."),
                            f"there is no {{{name}}}"
                            + (f"; did you mean {{{hint}}}?" if hint else "."),
                        )


def chart_problems(
    source: ChartSource, number: int, base: BaseChart, facts: Facts
) -> Iterator[Problem]:
    """What is wrong with a compiled chart, each thing told once."""
    place = ("charts", number)
    told = False
    for mutation in base.mutations:
        if not MUTATORS[mutation.flaw].fits(base):
            told = True
            vi, en = _RULES[mutation.flaw]
            yield source.lines.problem(
                (*place, "flaws"), f"{mutation.flaw}: {vi}.", f"{mutation.flaw}: {en}."
            )
    keys = {tick.key for tick in base.ticks}
    for index, read in enumerate(base.reads):
        if read.tick not in keys:
            told = True
            yield source.lines.problem(
                (*place, "reads", index),
                f"trục ngang không có “{read.tick}”.",
                f'the axis has no "{read.tick}".',
            )
    values = [value for series in base.series for value in series.values]
    if max(values) > base.quantity.scale.high:
        yield source.lines.problem(
            (*place, "axis"),
            f"trục phải tới {max(values):g}.",
            f"the axis has to reach {max(values):g}.",
        )
    if not told:
        yield from _window_problems(source, place, base)
        yield from _combination_problems(source, place, base, facts)


def _window_problems(
    source: ChartSource, place: tuple[str | int, ...], base: BaseChart
) -> Iterator[Problem]:
    """The window has to run against the whole period."""
    places = window_places(base)
    if not places:
        return
    values = base.series[0].values
    sure = [v for v, tick in zip(values, base.ticks, strict=True) if tick.complete >= 1]
    inside = values[places[-1]] - values[places[0]]
    if inside * (sure[-1] - sure[0]) >= 0:
        yield source.lines.problem(
            (*place, "window"),
            "đoạn được chọn phải ngược chiều với cả kỳ.",
            "the window has to run against the whole period.",
        )


def combinations_of(base: BaseChart) -> Iterator[frozenset[Flaw]]:
    """Every set of up to three flaws that can be planted together, the empty one first."""
    flaws: list[Flaw] = [mutation.flaw for mutation in base.mutations]
    flaws += [wrong.flaw for sentence in base.caption for wrong in sentence.wrong]
    for number in range(_TOGETHER + 1):
        for chosen in combinations(flaws, number):
            homes = [s.id for s in base.caption for w in s.wrong if w.flaw in chosen]
            if compatible(chosen) and len(set(homes)) == len(homes):
                yield frozenset(chosen)


def _combination_problems(
    source: ChartSource, place: tuple[str | int, ...], base: BaseChart, facts: Facts
) -> Iterator[Problem]:
    told: set[str] = set()
    for flaws in combinations_of(base):
        planted = Planted(base, flaws)
        chart, caption = build_chart(planted), build_caption(planted)
        with_ = ", ".join(sorted(flaws)) or "–"
        for lang, seen in all_flaws(chart, caption, base, facts).items():
            for odd in sorted(seen ^ flaws):
                if odd in told:
                    continue
                told.add(odd)
                there = odd in seen
                yield source.lines.problem(
                    place,
                    f"{base.id} ({lang}) với [{with_}]: {odd} "
                    + ("có mà không được cài." if there else "được cài mà không thấy."),
                    f"{base.id} ({lang}) with [{with_}]: {odd} "
                    + (
                        "is there and was not planted."
                        if there
                        else "was planted and is not there."
                    ),
                )
        if len(reads_of(base, chart, caption)) < READS and "reads" not in told:
            told.add("reads")
            yield source.lines.problem(
                (*place, "reads"),
                f"với [{with_}] không còn đủ {READS} giá trị để hỏi.",
                f"with [{with_}] fewer than {READS} values can be asked for.",
            )
    for flaw in CAPTION_FLAWS:
        if flaw not in base.options:
            yield source.lines.problem(place, f"thiếu dòng {flaw}.", f"the line {flaw} is missing.")
