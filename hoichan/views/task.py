"""A task as plain HTML: what the learner saw and marked and, for feedback, the key beside it."""

from __future__ import annotations

from functools import cache
from importlib import resources

from jinja2 import Environment, PackageLoader, StrictUndefined

from hoichan.i18n import strings
from hoichan.schema.documents import AnswerSheet, blank_payload
from hoichan.schema.exercises import module_of
from hoichan.schema.key import Key
from hoichan.schema.report import ScoreReport
from hoichan.schema.text import Lang
from hoichan.schema.variant import PublicVariant

STYLE = resources.files(__package__ or __name__).joinpath("style.css").read_text(encoding="utf-8")


def render_task(
    variant: PublicVariant,
    lang: Lang,
    sheet: AnswerSheet | None = None,
    key: Key | None = None,
    report: ScoreReport | None = None,
    *,
    only: str | None = None,
) -> str:
    """One task as an HTML fragment in one language; ``STYLE`` has to stand once on the page.

    Without a key it shows the task and the learner's answers. With the key it is feedback: what was
    found, missed and wrongly doubted in words, each planted error explained. The report, when there
    is one, decides what counts as found. ``only`` is one of ``variant.items()``.
    """
    fits = sheet is not None and sheet.payload.type == variant.type
    payload = sheet.payload if sheet is not None and fits else blank_payload(variant.type)
    page = module_of("views", variant.type).page
    words = {name: text[lang] for name, text in strings("views").items()}
    said = strings("widgets")
    banner = (said["drafts.head"][lang], said["drafts"][lang]) if variant.drafts else None
    return _environment().get_template("drafts.html.j2").render(lang=lang, banner=banner) + (
        _environment()
        .get_template(f"{variant.type}.html.j2")
        .render(
            lang=lang,
            words=words,
            title=variant.title[lang],
            task=variant.task,
            feedback=key is not None,
            page=page(variant, lang, payload, key=key, report=report, only=only),
        )
    )


def render_static(variant: PublicVariant, lang: Lang, sheet: AnswerSheet | None = None) -> str:
    """The task with its own style: a piece of HTML that needs nothing around it."""
    return f"<style>{STYLE}</style>\n{render_task(variant, lang, sheet)}"


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("hoichan.views"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
