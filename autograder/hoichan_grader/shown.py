"""A graded task as HTML: the learner's marks beside the key."""

from __future__ import annotations

from html import escape

from hoichan.schema.text import LANGS, Lang
from hoichan.schema.variant import PublicVariant
from hoichan_grader.grade import Assessment, GradedTask

STYLE = ""


def render_task(task: GradedTask, lang: Lang) -> str:
    """One task in one language: what was shown, what was marked, what was right and why."""
    marked = set(task.report.hits) | set(task.report.false_alarms) if task.report else set()
    reasons = {unit.uid: f"{unit.why[lang]} {unit.check[lang]}" for unit in task.key.planted}
    reasons |= {one.mid: f"{one.why[lang]} {one.check[lang]}" for one in task.key.omissions}
    reasons |= {claim.uid: claim.why[lang] for claim in task.key.claims}
    lines = "".join(
        f"<li>{'⚑ ' if uid in marked else ''}{escape(text)} <em>{escape(reasons.get(uid, ''))}</em>"
        "</li>"
        for uid, text in _lines(task.variant, lang)
    )
    return f"<ul>{lines}</ul>"


def _lines(variant: PublicVariant, lang: Lang) -> list[tuple[str, str]]:
    lines = [(unit.uid, unit.text[lang]) for answer in variant.answers for unit in answer.units]
    lines += [(one.mid, one.label[lang]) for answer in variant.answers for one in answer.missing]
    return lines + [(claim.uid, claim.text[lang]) for claim in variant.claims]


def staff_view(task: GradedTask, assessment: Assessment) -> str:
    """What formgrader shows in the place of the widget: findings, marks and key, both languages."""
    findings = "".join(
        f"<p>⚠ {escape(one.text.vi)}<br><em lang='en'>{escape(one.text.en)}</em></p>"
        for one in (*assessment.findings, *task.findings)
    )
    views = "".join(
        f"<details{' open' if lang == assessment.lang else ''} lang='{lang}'>"
        f"<summary>{'Tiếng Việt' if lang == 'vi' else 'English'}</summary>"
        f"{render_task(task, lang)}</details>"
        for lang in LANGS
    )
    style = f"<style>{STYLE}</style>" if STYLE else ""
    return f"{style}<div class='hoichan-graded'>{findings}{views}</div>"
