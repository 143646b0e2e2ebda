"""Rule of X7: accuracy, and speed that counts only behind a gate.

Per report: 0.8 · accuracy + 0.2 · G · clip((T_ref - T) / (0.5 · T_ref), 0, 1), averaged over both.
G: at least 95 % of the key figures right and no error of severity 3 or more left. T is active time
until the sign-off and comes from the browser, so it is worth nothing without G. Accuracy is
rescaled, (s - g) / (1 - g), so that the best policy that looks at no data earns exactly 0.
Source: course blueprint B (X7) and C5.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from hoichan.schema.exercises.timed_report import (
    FigureAnswer,
    KeyFigure,
    KeyReport,
    PublicReport,
    SentenceAnswer,
)
from hoichan.schema.taxonomy import Severity
from hoichan.scoring.edits import Fate, fate

ACCURACY_SHARE = 0.8
SPEED_SHARE = 0.2
GATE_FIGURES = 0.95
GATE_SEVERITY = Severity.SERIOUS
FULL_SPEED_AT = 0.5  # of T_ref
_SLACK = 1e-9


@dataclass(frozen=True)
class Outcome:
    """What one report holds when it is handed in: ``right`` and ``wrong`` are names in it."""

    right: tuple[str, ...]
    wrong: tuple[str, ...]
    fates: Mapping[str, Fate] = field(default_factory=dict)
    accuracy: float = 0.0
    gate: bool = False

    @property
    def shipped(self) -> int:
        """Errors that stand in the report: wrong or missing figures, wrong sentences left."""
        sentences = sum(each == "left" for each in self.fates.values())
        return sentences + sum(name not in self.fates for name in self.wrong)


def figure_right(key: KeyFigure, value: float | None) -> bool:
    """Whether a figure (as displayed) lies within the tolerance; an empty one does not."""
    return value is not None and abs(value - key.value) <= key.tolerance + _SLACK


def filled_in(key: KeyFigure, answer: FigureAnswer | None) -> float | None:
    """What stands in the field: what was typed, else what the draft says."""
    return key.draft if answer is None else answer.value


def outcome(
    key: KeyReport,
    report: PublicReport,
    other: KeyReport,
    figures: Mapping[str, FigureAnswer],
    sentences: Mapping[str, SentenceAnswer],
) -> Outcome:
    """Judge one report. ``other`` is the second one, whose draft could be copied into this one."""
    right = [f.uid for f in key.figures if figure_right(f, filled_in(f, figures.get(f.uid)))]
    wrong = [f.uid for f in key.figures if f.uid not in right]
    shown = {one.uid: one.text for part in report.parts for one in part.sentences}
    fates: dict[str, Fate] = {
        entry.uid: fate(entry, sentences.get(entry.uid), shown[entry.uid], key.known)
        for entry in key.sentences
    }
    right += [uid for uid, each in fates.items() if each in ("kept", "mended")]
    wrong += [uid for uid, each in fates.items() if each in ("left", "lost")]
    units = len(key.figures) + len(key.sentences)
    s, g = len(right) / units, policy_share(key, other)
    return Outcome(
        right=tuple(right),
        wrong=tuple(wrong),
        fates=fates,
        accuracy=0.0 if g >= 1 else min(1.0, max(0.0, (s - g) / (1 - g))),
        gate=_gate(key, set(right), fates),
    )


def _gate(key: KeyReport, right: set[str], fates: Mapping[str, Fate]) -> bool:
    figures = [figure.uid in right for figure in key.figures]
    serious = [
        *(f.severity for f in key.figures if f.uid not in right),
        *(s.severity for s in key.sentences if fates[s.uid] == "left"),
    ]
    enough = sum(figures) >= GATE_FIGURES * len(figures) - _SLACK
    return enough and not any(s is not None and s >= GATE_SEVERITY for s in serious)


def policy_share(key: KeyReport, other: KeyReport) -> float:
    """g: the largest share that a policy without looking gets right in this report.

    Figures: left as drafted, one number everywhere, or copied from the other report's draft.
    Sentences: all those with numbers kept or all struck out, and likewise those without.
    """
    copied = [figure.draft for figure in other.figures]
    figures = max(
        _matching(key.figures, [figure.draft for figure in key.figures]),
        _matching(key.figures, copied),
        _best_constant(key.figures),
    )
    sentences = 0
    for numeric in (True, False):
        planted = [s.wording is not None for s in key.sentences if bool(s.right) is numeric]
        sentences += max(sum(planted), len(planted) - sum(planted))
    return (figures + sentences) / (len(key.figures) + len(key.sentences))


def _matching(figures: Sequence[KeyFigure], values: Iterable[float | None]) -> int:
    return sum(figure_right(f, value) for f, value in zip(figures, values, strict=False))


def _best_constant(figures: Sequence[KeyFigure]) -> int:
    """Most figures that one number typed everywhere gets right (ends of tolerances suffice)."""
    candidates = [f.value + sign * f.tolerance for f in figures for sign in (-1, 0, 1)]
    return max(_matching(figures, [value] * len(figures)) for value in candidates)


def speed_credit(minutes: float, reference: float) -> float:
    """clip((T_ref - T) / (0.5 · T_ref), 0, 1), both in minutes; 0 when no time was measured."""
    if minutes <= 0:
        return 0.0
    return min(1.0, max(0.0, (reference - minutes) / (FULL_SPEED_AT * reference)))


def report_score(accuracy: float, *, gate: bool, signed: bool, speed: float) -> float:
    """Score of one report in [0, 1]; speed counts behind the gate and with a signature only."""
    return ACCURACY_SHARE * accuracy + SPEED_SHARE * (speed if gate and signed else 0.0)
