"""Each learner's feedback page: one HTML file, both languages, nothing loaded from anywhere.

The page is shown in a sandbox without scripts, so the language switch is two radio buttons and CSS. A browser too old for that shows both.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from functools import cache
from pathlib import Path

import yaml
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from hoichan.schema.numbers import format_number
from hoichan.schema.report import Finding, GradeRecord
from hoichan.schema.site import SitePaths
from hoichan.schema.text import LANGS, Bilingual, Lang
from hoichan.views import STYLE
from hoichan.views.cells import plain_number
from hoichan_grader.grade import Assessment, GradedTask, open_book
from hoichan_grader.gradebook import FinalScore, final_scores
from hoichan_grader.outcomes import (
    OVER_TRUST_MISSES,
    UNDER_TRUST_FALSE_ALARMS,
    Trust,
    judge,
    outcomes,
)
from hoichan_grader.records import read_record
from hoichan_grader.released import lesson_title
from hoichan_grader.shown import graded_view
from hoichan_grader.texts import error

_HERE = Path(__file__).parent
_VIETNAM = timezone(timedelta(hours=7))


@dataclass(frozen=True)
class Points:
    """Points as text, and as a share of the maximum in percent for a bar."""

    text: Bilingual
    share: float


@dataclass(frozen=True)
class Part:
    """One task on the page."""

    id: str
    title: Bilingual
    points: Points
    badge: Bilingual
    remarks: tuple[Bilingual, ...]
    rule: Bilingual
    view: Bilingual


@dataclass(frozen=True)
class Page:
    """All that the template shows."""

    lang: Lang
    heading: Bilingual
    name: str
    submitted: Bilingual | None
    graded: Bilingual
    receipt: str | None
    total: Points
    penalty: Bilingual | None
    findings: tuple[Finding, ...]
    trust: tuple[Bilingual, ...]
    rarer: Bilingual
    parts: tuple[Part, ...]


@cache
def _words() -> dict[str, Bilingual]:
    raw = yaml.safe_load((_HERE / "feedback.yaml").read_text(encoding="utf-8"))
    return {name: Bilingual.model_validate(text) for name, text in raw.items()}


@cache
def _template_environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_HERE, encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _say(word: str, **values: float | str | Bilingual) -> Bilingual:
    """A text with values filled in; numbers and bilingual values in each language's own form."""

    def fill(lang: Lang) -> str:
        shown = {
            name: value[lang]
            if isinstance(value, Bilingual)
            else plain_number(value, lang, digits=1)
            if isinstance(value, int | float)
            else value
            for name, value in values.items()
        }
        return _words()[word][lang].format(**shown)

    return Bilingual(vi=fill("vi"), en=fill("en"))


def _percent(share: float) -> Bilingual:
    return Bilingual(vi=format_number(share, "pct0", "vi"), en=format_number(share, "pct0", "en"))


def _clock(moment: str) -> Bilingual:
    """An ISO 8601 moment as a person in Viet Nam reads it."""
    local = datetime.fromisoformat(moment).astimezone(_VIETNAM)
    day = Bilingual(vi=f"{local:%d/%m/%Y}", en=f"{local.day} {local:%b %Y}")
    return _say("clock", time=f"{local:%H:%M}", date=day)


def page(site: SitePaths, lesson: str, learner: str) -> str:
    """The feedback page of one learner, made from their grade record and files.

    Raises:
        GraderError: this learner's submission is not graded yet.
    """
    return render(site, lesson, learner, final_scores(site, lesson).get(learner, {}))


def render(site: SitePaths, lesson: str, learner: str, final: dict[str, FinalScore]) -> str:
    """Like ``page``, with the gradebook's scores (by task) already at hand."""
    record = read_record(site.record(lesson, learner))
    if record is None:
        raise error("no_records", lesson=lesson, site=site.root)
    book = open_book(site, lesson)
    known = book.roster.get(learner)
    shown = _page(
        record,
        book.assess(learner),
        final,
        heading=lesson_title(book.released, lesson),
        name=known.name if known and known.name else learner,
    )
    template = _template_environment().get_template("feedback.html.j2")
    style = (_HERE / "feedback.css").read_text(encoding="utf-8")
    return template.render(page=shown, say=_words(), langs=LANGS, style=style, task_style=STYLE)


def _page(
    record: GradeRecord,
    assessment: Assessment,
    final: dict[str, FinalScore],
    *,
    heading: Bilingual,
    name: str,
) -> Page:
    parts = tuple(_part(task, final.get(task.variant.task)) for task in assessment.tasks)
    earned = sum(_earned(task, final.get(task.variant.task)) for task in assessment.tasks)
    most = sum(task.key.points for task in assessment.tasks)
    trust, rarer = _trust(assessment)
    return Page(
        lang=record.lang,
        heading=heading,
        name=name,
        submitted=_clock(record.submitted_at) if record.submitted_at else None,
        graded=_clock(record.graded_at),
        receipt=record.receipt,
        total=_points(max(0.0, earned - record.penalty), most),
        penalty=_say("penalty", points=record.penalty) if record.penalty else None,
        findings=record.findings,
        trust=trust,
        rarer=rarer,
        parts=parts,
    )


def _earned(task: GradedTask, final: FinalScore | None) -> float:
    """The gradebook's score where there is one: a person may have marked the part again."""
    return task.points if final is None else final.score


def _points(points: float, most: float) -> Points:
    share = 0.0 if most <= 0 else min(100.0, 100 * points / most)
    return Points(_say("points", points=points, max=most), round(share, 1))


def _part(task: GradedTask, final: FinalScore | None) -> Part:
    points = _points(_earned(task, final), task.key.points)
    remarks = [_say("manual")] if final is not None and final.manual is not None else []
    badge = points.text
    if task.status == "needs_look" and not remarks:
        badge = _say("waiting")
    elif task.status == "not_answered" and not remarks:
        badge = _say("not_answered")
    return Part(
        id=task.variant.task,
        title=task.variant.title,
        points=points,
        badge=badge,
        remarks=tuple(remarks + _remarks(task)),
        rule=_say(f"rule_{task.key.type}"),
        view=_view(task),
    )


def _remarks(task: GradedTask) -> list[Bilingual]:
    """What the view of the task does not say itself."""
    cap = task.report.parts.get("cap") if task.report and task.sheet else None
    return [_say("task_capped", cap=_percent(cap))] if cap is not None and cap < 1 else []


def _view(task: GradedTask) -> Bilingual:
    """Marks beside the key. A refused file shows no key: those answers may still be handed in."""
    if task.sheet is None:
        words = _words()["no_view"]
        return Bilingual(vi=f"<p>{words.vi}</p>", en=f"<p>{words.en}</p>")
    return Bilingual(vi=graded_view(task, "vi"), en=graded_view(task, "en"))


def _trust(assessment: Assessment) -> tuple[tuple[Bilingual, ...], Bilingual]:
    """What the marks say about trust, and how common errors were here."""
    rows = outcomes(assessment)
    counts = judge(rows)
    rarer = _say("rarer", share=_percent(counts.errors / len(rows) if rows else 0.0))
    if counts.trust is Trust.UNKNOWN:
        return (_say("trust_unknown"),), rarer
    return (
        _say(
            "trust_counts",
            total=counts.errors + counts.true,
            errors=counts.errors,
            hits=counts.hits,
            misses=counts.errors - counts.hits,
            true=counts.true,
            false_alarms=counts.false_alarms,
        ),
        _say(f"trust_{counts.trust}"),
        _say(
            "trust_words",
            over=_percent(OVER_TRUST_MISSES),
            under=_percent(UNDER_TRUST_FALSE_ALARMS),
        ),
    ), rarer
