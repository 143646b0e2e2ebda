"""Rule of X9: reading charts, finding their flaws, choosing a better one. Source: blueprint B (X9).

S = 0.3 · reads + 0.5 · flaws + 0.2 · better, each part rescaled so that no policy without judgement
earns anything from it:

- *flaws*: F1 over all lines of all charts, pooled, with the F1 of the best policy of ticking taken
  off: (F - F_blind) / (1 - F_blind), at least 0. Rule C1 takes off "tick every line" alone; here also
  "the k-th line everywhere", "this flaw everywhere", "all about the caption", "all about the drawing",
  which would earn a little. A sound chart only adds lines that are right to leave alone.
- *reads*: mean credit (1 within the tolerance, 0.5 within twice that), rescaled by the best policy
  that does not look at the mark asked for: the k-th number of the caption, the k-th or the largest
  or smallest number drawn, an end of the axis, or one number everywhere.
- *better*: share of right designs, rescaled by the best of "always the k-th", "always the longest",
  "always the shortest".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from statistics import fmean

from hoichan.schema.exercises.chart_critique import KeyChart, KeyRead, PublicChart
from hoichan.schema.numbers import NumberFormatError, parse_number
from hoichan.schema.text import LANGS, Lang

READ_SHARE = 0.3
FLAW_SHARE = 0.5
BETTER_SHARE = 0.2
NEAR = 2.0  # within two tolerances: half the credit
_SLACK = 1e-9
_NUMBER = re.compile(r"\d(?:[\d.,]*\d)?")


def read_credit(gold: KeyRead, value: float | None) -> float:
    """1 within the tolerance, 0.5 within two of them, else 0."""
    if value is None:
        return 0.0
    error = abs(value - gold.value)
    if error <= gold.tolerance + _SLACK:
        return 1.0
    return 0.5 if error <= NEAR * gold.tolerance + _SLACK else 0.0


def numbers_in(text: str, lang: Lang) -> list[float]:
    """Every number written in ``text``."""
    found = []
    for match in _NUMBER.finditer(text):
        try:
            found.append(parse_number(match.group(), lang))
        except NumberFormatError:
            continue
    return found


def stated_numbers(chart: PublicChart) -> list[float]:
    """The numbers of the caption, those of the Vietnamese text first."""
    every = [n for lang in LANGS for each in chart.caption for n in numbers_in(each[lang], lang)]
    return list(dict.fromkeys(every))


# --- reads ------------------------------------------------------------------------------------------


def blind_reads(
    charts: Sequence[PublicChart], keys: Sequence[KeyChart]
) -> Iterator[Sequence[float | None]]:
    """What policies that do not look at the mark asked for type, one value a chart."""
    stated = [stated_numbers(chart) for chart in charts]
    drawn = [[v for series in chart.chart.series for v in series.values] for chart in charts]
    for place in range(max((len(each) for each in stated), default=0)):
        yield [each[place] if place < len(each) else None for each in stated]
    for place in range(max(len(each) for each in drawn)):
        yield [each[place] if place < len(each) else None for each in drawn]
    rules: tuple[Callable[[list[float]], float], ...] = (max, min, lambda values: values[-1], fmean)
    for rule in rules:
        yield [rule(each) for each in drawn]
    yield [chart.chart.left.high for chart in charts]
    yield [chart.chart.left.low for chart in charts]
    for value in dict.fromkeys(read.value for key in keys for read in key.reads):
        yield [value] * len(charts)


def mean_read(keys: Sequence[KeyChart], values: Mapping[str, float | None]) -> float:
    """Mean credit of the reads of all charts."""
    return fmean(read_credit(r, values.get(r.uid)) for key in keys for r in key.reads)


def blind_read_score(charts: Sequence[PublicChart], keys: Sequence[KeyChart]) -> float:
    """g of the reads: the best mean credit without looking."""
    return max(
        fmean(
            read_credit(read, value)
            for key, value in zip(keys, values, strict=True)
            for read in key.reads
        )
        for values in blind_reads(charts, keys)
    )


# --- flaws ------------------------------------------------------------------------------------------


def blind_ticks(charts: Sequence[PublicChart]) -> Iterator[frozenset[str]]:
    """The lines that policies tick which look at no chart."""
    every = [option for chart in charts for option in chart.options]
    yield frozenset(option.uid for option in every)
    for about in ("chart", "caption"):
        yield frozenset(option.uid for option in every if option.about == about)
    for label in dict.fromkeys(option.label.vi for option in every):
        yield frozenset(option.uid for option in every if option.label.vi == label)
    for place in range(max(len(chart.options) for chart in charts)):
        yield frozenset(c.options[place].uid for c in charts if place < len(c.options))


def f1(planted: AbstractSet[str], ticked: AbstractSet[str]) -> float:
    """F1 of ``ticked`` against ``planted``; 0 when nothing was found."""
    hits = len(planted & ticked)
    return 2 * hits / (len(planted) + len(ticked)) if hits else 0.0


def blind_flaw_score(charts: Sequence[PublicChart], planted: AbstractSet[str]) -> float:
    """g of the flaws: the best F1 without looking."""
    return max(f1(planted, ticked) for ticked in blind_ticks(charts))


def flaw_score(
    charts: Sequence[PublicChart], planted: AbstractSet[str], ticked: AbstractSet[str]
) -> dict[str, float]:
    """Pooled precision ``P``, recall ``R``, ``F`` = F1, ``F_blind`` and the corrected ``F_cc``.

    Raises:
        ValueError: nothing is planted.
    """
    if not planted:
        msg = "a set needs at least one planted flaw"
        raise ValueError(msg)
    hits = len(planted & ticked)
    f, blind = f1(planted, ticked), blind_flaw_score(charts, planted)
    return {
        "P": hits / len(ticked) if ticked else 0.0,
        "R": hits / len(planted),
        "F": f,
        "F_blind": blind,
        "F_cc": rescaled(f, blind),
    }


# --- designs ----------------------------------------------------------------------------------------


def blind_designs(charts: Sequence[PublicChart]) -> Iterator[list[str | None]]:
    """The designs that policies of place or length choose, one a chart."""
    most = max(len(chart.designs) for chart in charts)
    for place in range(most):
        yield [c.designs[place].uid if place < len(c.designs) else None for c in charts]
    yield [chart.designs[-1].uid for chart in charts]
    for lang in LANGS:
        for rule in (max, min):
            yield [rule(c.designs, key=lambda d: len(d.label[lang])).uid for c in charts]


def blind_design_score(charts: Sequence[PublicChart], keys: Sequence[KeyChart]) -> float:
    """g of the designs: the best share of right ones without reading them."""
    return max(
        fmean(key.better == uid for key, uid in zip(keys, chosen, strict=True))
        for chosen in blind_designs(charts)
    )


def rescaled(s: float, g: float) -> float:
    """(s - g) / (1 - g), between 0 and 1; 0 where even a blind policy is always right."""
    return min(1.0, max(0.0, (s - g) / (1 - g))) if g < 1 else 0.0
