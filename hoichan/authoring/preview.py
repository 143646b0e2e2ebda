"""A lesson as one page for its authors: both languages, a learner's tasks, and the key beside them."""

from __future__ import annotations

from random import Random

from jinja2 import Environment, PackageLoader, StrictUndefined
from markdown_it import MarkdownIt
from markupsafe import Markup

from hoichan import personas
from hoichan.authoring.lesson import Block, LessonSource
from hoichan.authoring.places import Places, choose
from hoichan.authoring.strategies import sheet_of
from hoichan.cases.library import ready_case
from hoichan.cases.pool import build_pool
from hoichan.cases.variant import make_variant
from hoichan.schema.documents import AnswerSheet
from hoichan.schema.key import Key
from hoichan.schema.lesson import TaskSpec
from hoichan.schema.text import LANGS, Bilingual, Lang
from hoichan.schema.variant import PublicVariant
from hoichan.scoring import score
from hoichan.views import STYLE, render_task

SECRET = b"pages for authors, never a course secret"
LEARNER = "xem-truoc"
_CASE = Bilingual(vi="tình huống", en="case")
Shown = tuple[PublicVariant, Key, AnswerSheet]


def preview_page(source: LessonSource, places: Places, learner: str = LEARNER) -> str:
    """The page as HTML that needs nothing around it.

    Tasks are those of ``learner``, answered as somebody would who makes no mistake, so that every
    planted error is shown with its reason. Unconfirmed clinical errors are in, below their banner.

    Raises:
        CaseError: a case is missing or has mistakes.
        PoolError: a task cannot keep its rules.
    """
    tasks = {task.id: _answered(task, source, places, learner) for task in source.spec.tasks}
    environment = Environment(
        loader=PackageLoader("hoichan.authoring"), autoescape=True, undefined=StrictUndefined
    )
    return environment.get_template("preview.html.j2").render(
        spec=source.spec,
        style=Markup(STYLE),  # noqa: S704 - our own file
        bodies={lang: _body(source.blocks[lang], tasks, lang) for lang in LANGS},
    )


def _answered(task: TaskSpec, source: LessonSource, places: Places, learner: str) -> Shown:
    folders = choose(places.case_folders(), list(task.cases), _CASE)
    pool = build_pool(task, source.spec.id, map(ready_case, folders.values()), drafts=True)
    variant, key = make_variant(pool, SECRET, learner)
    answers = personas.answers("reference", variant, key, Random(0))
    return variant, key, sheet_of(variant, answers)


def _body(blocks: tuple[Block, ...], tasks: dict[str, Shown], lang: Lang) -> Markup:
    """The lesson's Markdown with each task in its place."""
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    html: list[str] = []
    for block in blocks:
        for part in block.parts:
            if part.task is None:
                html.append(markdown.render(_without_labels(part.text)))
            else:
                variant, key, sheet = tasks[part.task]
                report = score(key, sheet, variant)
                html.append(render_task(variant, lang, sheet, key, report))
    return Markup("\n".join(html))  # noqa: S704 - rendered with html=False, and by our own views


def _without_labels(text: str) -> str:
    """Headings without their ``{#label}``, as the notebook shows them."""
    return "\n".join(
        line.rpartition("{#")[0].rstrip() if line.startswith("## ") and "{#" in line else line
        for line in text.splitlines()
    )
