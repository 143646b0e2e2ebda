"""X7: one form for two departments; which is written by hand and what the draft says is drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from hoichan.cases.claims_check import claims_inspector
from hoichan.cases.claims_texts import claims_private_texts
from hoichan.cases.dice import Dice
from hoichan.cases.errors import PoolError, Problem
from hoichan.cases.head import Head
from hoichan.cases.pool import Mistake
from hoichan.cases.report_check import Arms, report_problems
from hoichan.cases.report_compile import displayed, load_report, misstated
from hoichan.cases.report_form import ReportSpec
from hoichan.cases.shown import as_displayed, is_number
from hoichan.cases.truths import Tables
from hoichan.cases.whereabouts import Whereabouts
from hoichan.schema.case import CompiledCase, Truth, Unit, WrongWording
from hoichan.schema.exercises.timed_report import (
    FigureWrong,
    FormFigure,
    KeyFigure,
    KeyReport,
    KeySentence,
    PublicFigure,
    PublicPart,
    PublicReport,
    PublicSentence,
    ReportArm,
    TimedReportCase,
    TimedReportKey,
    TimedReportPool,
    TimedReportVariant,
)
from hoichan.schema.lesson import TaskSpec
from hoichan.schema.numbers import NumberStyle, format_number
from hoichan.schema.taxonomy import Severity
from hoichan.schema.text import Bilingual

SPEC = ReportSpec
TRIES = 400
MOST_WRONG = 0.5  # of the figures, of the sentences with numbers and of those without
_TYPED: dict[str, NumberStyle] = {"1": "dec1", "2": "dec2"}
GATE_SEVERITY = Severity.SERIOUS


def load(folder: Path) -> tuple[TimedReportCase, list[Problem]]:
    """Read, compile and check a form with its two arms."""
    return load_report(folder)


def case_problems(case: CompiledCase, at: Whereabouts) -> Iterator[Problem]:
    """What one arm needs beyond true and false wordings."""
    if not case.evidence:
        yield at.in_yaml(
            "evidence",
            "cần ít nhất một bảng số liệu nguồn.",
            "at least one table with the source figures is needed.",
        )


def make_pool(task: TaskSpec, lesson_id: str, cases: Iterable[TimedReportCase]) -> TimedReportPool:
    """The pool of ``task``."""
    return TimedReportPool(
        lesson=lesson_id,
        task=task.id,
        title=task.title,
        points=task.points,
        rules=task.rules,
        cases=tuple(cases),
    )


def mistakes(pool: TimedReportPool) -> Iterator[Mistake]:
    """What rules and forms cannot be."""
    low, high = pool.rules.planted
    if not 1 <= low <= high:
        yield (
            f"planted phải là [ít nhất, nhiều nhất], ít nhất là 1; đang là [{low}, {high}].",
            f"planted must be [least, most] with at least 1; it is [{low}, {high}].",
        )
    for case in pool.cases:
        severities = [w.severity for u in case.arms[0].claims.units for w in u.wrong]
        if not any(severity >= GATE_SEVERITY for severity in severities):
            yield (
                f"tình huống {case.id} cần ít nhất một câu sai mức 3 trở lên (cổng chất lượng).",
                f"case {case.id} needs a wrong wording of severity 3 or more (the quality gate).",
            )


def private_texts(pool: TimedReportPool) -> Iterator[Bilingual]:
    """Every wording and every reason."""
    for case in pool.cases:
        yield from claims_private_texts(arm.claims for arm in case.arms)
        for arm in case.arms:
            for figure in arm.figures:
                for wrong in figure.wrong:
                    yield from (wrong.why, wrong.check)


# --- drawing


@dataclass(frozen=True)
class Plan:
    """What is wrong in the draft: wordings by unit id, figures by field id."""

    sentences: dict[str, WrongWording]
    figures: dict[str, FigureWrong]


def draw(
    pool: TimedReportPool, dice: Dice, head: Head
) -> tuple[TimedReportVariant, TimedReportKey]:
    """Both reports of one learner: order, draft's side and errors by dice."""
    case = dice.pick(pool.cases)
    arms = dice.shuffled(case.arms)
    drafted = dice.below(len(arms))
    plan = _plan(pool, arms[drafted], dice)
    made = [
        _report(case, arm, f"r{number + 1}", plan if number == drafted else None)
        for number, arm in enumerate(arms)
    ]
    variant = TimedReportVariant(**head.of_variant(), reports=tuple(each[0] for each in made))
    return variant, TimedReportKey(**head.of_key(), reports=tuple(each[1] for each in made))


def _plan(pool: TimedReportPool, arm: ReportArm, dice: Dice) -> Plan:
    low, high = pool.rules.planted
    candidates: list[Unit | FormFigure] = [
        *(unit for unit in arm.claims.units if unit.wrong),
        *(figure for figure in arm.figures if figure.wrong),
    ]
    for _ in range(TRIES):
        sentences: dict[str, WrongWording] = {}
        figures: dict[str, FigureWrong] = {}
        for chosen in dice.shuffled(candidates)[: dice.between(low, high)]:
            if isinstance(chosen, Unit):
                sentences[chosen.id] = dice.pick(chosen.wrong)
            else:
                figures[chosen.id] = dice.pick(chosen.wrong)
        plan = Plan(sentences, figures)
        if low <= len(sentences) + len(figures) and _keeps_rules(pool, arm, plan):
            return plan
    raise PoolError(
        f"Nhiệm vụ “{pool.task}”: biểu mẫu không đủ chỗ để cài {low}–{high} lỗi (nhiều nhất một "
        "nửa số ô, một nửa số câu có số và một nửa số câu không có số, ít nhất một lỗi mức 3).",
        f'Task "{pool.task}": the form has no room for {low}-{high} errors (at most half of the '
        "fields, of the sentences with numbers and of those without; one of severity 3 or more).",
    )


def _keeps_rules(pool: TimedReportPool, arm: ReportArm, plan: Plan) -> bool:
    wrongs: list[WrongWording | FigureWrong] = [*plan.sentences.values(), *plan.figures.values()]
    numeric = {unit.id for unit in arm.claims.units if right_numbers(arm, unit)}
    worded = {unit.id for unit in arm.claims.units} - numeric
    said = set(plan.sentences)
    fields = [figure for figure in arm.figures if _wrong_figure(arm, figure, plan)]
    return (
        len(said & numeric) <= len(numeric) * MOST_WRONG
        and len(said & worded) <= len(worded) * MOST_WRONG
        and 1 <= len(fields) <= len(arm.figures) * MOST_WRONG
        and any(wrong.severity >= GATE_SEVERITY for wrong in wrongs)
        and len({wrong.category for wrong in wrongs}) >= pool.rules.categories
    )


@dataclass(frozen=True)
class _WrongFigure:
    name: str
    value: float
    wrong: WrongWording | FigureWrong


def _wrong_figure(arm: ReportArm, figure: FormFigure, plan: Plan) -> _WrongFigure | None:
    """What the draft fills in wrongly: its own slip, or the number that its sentence misstates."""
    own = plan.figures.get(figure.id)
    if own is not None:
        return _WrongFigure(f"{figure.id}.{own.id}", displayed(_as(arm, figure, own.truth)), own)
    for unit in arm.claims.units:
        wrong = plan.sentences.get(unit.id)
        if wrong is not None and figure.truth in misstated(unit, wrong):
            truth = arm.truth(figure.truth)
            said = displayed(truth.model_copy(update={"value": wrong.asserts[figure.truth]}))
            return _WrongFigure(f"{unit.id}.{wrong.id}", said, wrong)
    return None


def _as(arm: ReportArm, figure: FormFigure, other: str) -> Truth:
    """Another truth's value, shown as the figure is."""
    show = arm.truth(figure.truth).show
    return arm.truth(other).model_copy(update={"show": show})


def right_numbers(arm: ReportArm, unit: Unit) -> tuple[float, ...]:
    """The numbers of a unit's true wording, as displayed."""
    return tuple(
        displayed(arm.truth(name))
        for name, value in unit.true.asserts.items()
        if is_number(value) and arm.truth(name).show is not None
    )


def _report(
    case: TimedReportCase, arm: ReportArm, uid: str, plan: Plan | None
) -> tuple[PublicReport, KeyReport]:
    figures, figure_keys = _figures(arm, uid, plan)
    parts, sentence_keys = _parts(arm, uid, plan)
    public = PublicReport(
        uid=uid,
        draft=plan is not None,
        title=arm.claims.title,
        task=arm.task,
        prompt=arm.claims.prompt if plan is not None else None,
        as_of=arm.claims.as_of,
        evidence=arm.claims.evidence,
        figures=figures,
        parts=parts,
    )
    key = KeyReport(
        uid=uid,
        case=case.id,
        arm=arm.id,
        draft=plan is not None,
        minutes=case.minutes,
        figures=figure_keys,
        sentences=sentence_keys,
        known=known_numbers(arm),
        model=tuple(unit.true.text for unit in arm.claims.units) if plan is None else (),
    )
    return public, key


def known_numbers(arm: ReportArm) -> tuple[float, ...]:
    """Every true number of the arm as displayed, each once."""
    measured = (truth for truth in arm.claims.truths if truth.measure and truth.show)
    return tuple(sorted({displayed(truth) for truth in measured}))


def _figures(
    arm: ReportArm, uid: str, plan: Plan | None
) -> tuple[tuple[PublicFigure, ...], tuple[KeyFigure, ...]]:
    public: list[PublicFigure] = []
    keys: list[KeyFigure] = []
    for number, figure in enumerate(arm.figures, start=1):
        truth = arm.truth(figure.truth)
        wrong = _wrong_figure(arm, figure, plan) if plan is not None else None
        draft = None if plan is None else wrong.value if wrong is not None else displayed(truth)
        common = {"uid": f"{uid}.f{number}", "unit": truth.unit}
        public.append(
            PublicFigure(
                **common,
                label=figure.label,
                draft=None if draft is None else typed_form(draft, truth.show or "int"),
                draft_value=draft,
            )
        )
        keys.append(
            KeyFigure(
                **common,
                truth=figure.truth,
                value=as_displayed(truth),
                tolerance=figure.tolerance,
                draft=draft,
                planted=wrong.name if wrong else None,
                category=wrong.wrong.category if wrong else None,
                severity=wrong.wrong.severity if wrong else None,
                why=wrong.wrong.why if wrong else None,
                check=wrong.wrong.check if wrong else None,
            )
        )
    return tuple(public), tuple(keys)


def typed_form(value: float, style: NumberStyle) -> Bilingual:
    """A displayed number as somebody types it into a field: no sign, the style's decimals."""
    plain = _TYPED.get(style[-1], "int")
    return Bilingual(vi=format_number(value, plain, "vi"), en=format_number(value, plain, "en"))


def _parts(
    arm: ReportArm, uid: str, plan: Plan | None
) -> tuple[tuple[PublicPart, ...], tuple[KeySentence, ...]]:
    units = {unit.id: unit for unit in arm.claims.units}
    parts: list[PublicPart] = []
    keys: list[KeySentence] = []
    for number, part in enumerate(arm.parts, start=1):
        sentences: list[PublicSentence] = []
        for name in part.units if plan is not None else ():
            wrong = plan.sentences.get(name) if plan is not None else None
            said = f"{uid}.s{len(keys) + 1}"
            sentences.append(PublicSentence(uid=said, text=(wrong or units[name].true).text))
            keys.append(sentence_key(arm, said, units[name], wrong))
        parts.append(
            PublicPart(uid=f"{uid}.p{number}", title=part.title, sentences=tuple(sentences))
        )
    return tuple(parts), tuple(keys)


def sentence_key(arm: ReportArm, uid: str, unit: Unit, wrong: WrongWording | None) -> KeySentence:
    """What has to be known of a sentence to judge what a learner made of it."""
    common = KeySentence(
        uid=uid, unit=unit.id, right=right_numbers(arm, unit), true_text=unit.true.text
    )
    if wrong is None:
        return common
    numbers = [n for n in misstated(unit, wrong) if is_number(wrong.asserts[n])]
    left_vi, left_en = arm.left.get(f"{unit.id}.{wrong.id}", ((), ()))
    shown = [arm.truth(name) for name in numbers]
    return common.model_copy(
        update={
            "wording": wrong.id,
            "category": wrong.category,
            "severity": wrong.severity,
            "wrong": tuple(
                displayed(truth.model_copy(update={"value": wrong.asserts[truth.name]}))
                for truth in shown
            ),
            "mended": tuple(displayed(truth) for truth in shown),
            "left_vi": left_vi,
            "left_en": left_en,
            "why": wrong.why,
            "check": wrong.check,
        }
    )


def checker(
    pool: TimedReportPool, tables: Tables
) -> Callable[[TimedReportVariant, TimedReportKey], list[Problem]]:
    """The check of this pool's variants, figure by figure against the data."""
    return claims_inspector(Arms(pool), tables, lambda seen: report_problems(pool, seen))
