"""A graded task as HTML: the learner's marks beside the key, for feedback and for formgrader."""

from __future__ import annotations

from html import escape

from hoichan.schema.text import LANGS, Lang
from hoichan.views import STYLE, render_task
from hoichan_grader.grade import Assessment, GradedTask

_SUMMARIES: dict[Lang, str] = {"vi": "Tiếng Việt", "en": "English"}


def graded_view(task: GradedTask, lang: Lang) -> str:
    """One task in one language: what was shown, what was marked, what was right and why."""
    return render_task(task.variant, lang, task.sheet, task.key, task.report)


def staff_view(task: GradedTask, assessment: Assessment) -> str:
    """What formgrader shows in the place of the widget: findings, marks and key, both languages."""
    findings = "".join(
        f"<p>⚠ <span lang='vi'>{escape(one.text.vi)}</span><br>"
        f"<em lang='en'>{escape(one.text.en)}</em></p>"
        for one in (*assessment.findings, *task.findings)
    )
    views = "".join(
        f"<details lang='{lang}'{' open' if lang == assessment.lang else ''}>"
        f"<summary>{_SUMMARIES[lang]}</summary>{graded_view(task, lang)}</details>"
        for lang in LANGS
    )
    return f"<style>{STYLE}</style><div class='hoichan-graded'>{findings}{views}</div>"
