"""Clinical errors that could kill: held back until two named experts have confirmed them.

A drug or dose error of severity 4 teaches harm when it is itself mistaken. Until the case's review
names two people, its wording is left out of every pool, unless the operator allows drafts; then
learners see a banner. Source: course blueprint A.2.
"""

from __future__ import annotations

from hoichan.schema.case import CaseHead, CompiledCase, MustHave, Unit, WrongWording
from hoichan.schema.exercises.decide_confidence import RIGHT, DecideConfidenceCase
from hoichan.schema.taxonomy import Severity

REVIEWERS = 2
TYPES = ("span_critique", "verify_data", "decide_confidence")  # which can do without a wording


def is_critical(wrong: WrongWording) -> bool:
    """Whether somebody could die who believes it."""
    return wrong.severity is Severity.CRITICAL and wrong.category.group == "clin"


def has_drafts(case: CaseHead) -> bool:
    """Whether something of ``case`` is held back: a wrong wording, or a line left out."""
    return (
        isinstance(case, CompiledCase)
        and len(case.review.reviewers) < REVIEWERS
        and (
            any(is_critical(wrong) for unit in case.units for wrong in unit.wrong)
            or any(must.severity is Severity.CRITICAL for must in case.must_have)
        )
    )


def without_drafts(case: CaseHead) -> CaseHead:
    """``case`` without the wordings that are held back. Their true sentences stay."""
    if not isinstance(case, CompiledCase) or not has_drafts(case):
        return case
    units = tuple(_confirmed(unit) for unit in case.units)
    left = case.model_copy(update={"units": units, "must_have": tuple(map(_kept, case.must_have))})
    if not isinstance(left, DecideConfidenceCase):
        return left
    kept = {unit.id: {wrong.id for wrong in unit.wrong} for unit in units}
    asks = tuple(
        ask.model_copy(
            update={
                "options": {
                    name: text
                    for name, text in ask.options.items()
                    if name in kept[ask.unit] or name == RIGHT
                }
            }
        )
        for ask in left.asks
        if kept[ask.unit]
    )
    return left.model_copy(update={"asks": asks})


def _kept(must: MustHave) -> MustHave:
    """A line that may be left out at the price of a life is never left out."""
    return (
        must.model_copy(update={"severity": None}) if must.severity is Severity.CRITICAL else must
    )


def _confirmed(unit: Unit) -> Unit:
    kept = tuple(wrong for wrong in unit.wrong if not is_critical(wrong))
    return unit if len(kept) == len(unit.wrong) else unit.model_copy(update={"wrong": kept})
