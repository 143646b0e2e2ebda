"""``describe("ward_vitals")``: what a dataset holds, for a notebook, a terminal or a page."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from hoichan.data.catalog import TABLES, DataError, dataset_of, tables_dir, tables_of
from hoichan.data.dictionary import Facts, Waiting, dictionary, expert_label
from hoichan.data.drawing import draw_svg, picture_of
from hoichan.data.plain_text import as_text
from hoichan.data.reading import package, tables
from hoichan.i18n import strings
from hoichan.schema.text import LANGS, Lang


@dataclass(frozen=True)
class Picture:
    """A drawn picture: its caption, the same in words, and the ``<svg>`` element."""

    title: str
    alt: str
    svg: Markup


@dataclass(frozen=True)
class Description(Facts):
    """A dataset, or one of its tables, in one language. Shows itself in notebooks and terminals."""

    def picture(self) -> Picture | None:
        """Draw the dataset's picture; None when it has none. Loads the data and Matplotlib."""
        module = picture_of(self.dataset)
        if module is None:
            return None
        rows = tables([self.dataset], self.root)
        title, alt = str(module.TITLE[self.lang]), str(module.alt(rows, self.lang))
        drawn = draw_svg(self.dataset, module, rows, self.lang, f"{title}. {alt}")
        return Picture(title, alt, Markup(drawn))  # noqa: S704 - made by us, its label is escaped

    def svg(self) -> str | None:
        """The picture alone as an SVG element that says its content to screen readers."""
        picture = self.picture()
        return None if picture is None else str(picture.svg)

    def _repr_html_(self) -> str:
        """Notebook view: dictionary, picture, what waits for review; needs nothing around it."""
        page = environment().get_template("description.html.j2")
        return page.render(about=self, picture=self.picture(), style=style("description.css"),
                           words=words(self.lang))  # fmt: skip

    def __str__(self) -> str:
        """Terminal view: the dictionary as plain text, without the picture."""
        return as_text(self, words(self.lang))

    def __repr__(self) -> str:
        return f"<Description {self.name} ({self.lang})>"


def describe(name: str, lang: Lang = "vi", root: Path | None = None) -> Description:
    """What dataset or table ``name`` holds: dictionary, picture, open questions, in ``lang``.

    Raises:
        DataError: an unknown name or language, a missing or damaged descriptor.
    """
    if lang not in LANGS:
        raise DataError(f"Ngôn ngữ “{lang}”: hãy chọn vi hoặc en.", f'Language "{lang}": vi or en.')
    wanted = _tables_meant(name)
    dataset = name if name in TABLES else dataset_of(name)
    described = package(dataset, root)
    about = tuple(dictionary(table, lang, root) for table in wanted)
    whole = name in TABLES
    return Description(
        name=name,
        dataset=dataset,
        lang=lang,
        title=described["hoichan:title"][lang] if whole else about[0].title,
        text=described["hoichan:description"][lang] if whole else about[0].description,
        version=str(described["version"]),
        licence=str(described["licenses"][0]["title"]),
        tables=about,
        review=tuple(
            Waiting(item["id"], expert_label(item["who"], lang), item["what"][lang])
            for item in described.get("hoichan:review", ())
        ),
        root=root or tables_dir(),
    )


def _tables_meant(name: str) -> tuple[str, ...]:
    """Tables to describe; an unknown name is answered with all that could have been meant."""
    known = list(dict.fromkeys([*TABLES, *(table for its in TABLES.values() for table in its)]))
    if name not in known:
        listed = ", ".join(known)
        raise DataError(
            f"Không có bộ dữ liệu hay bảng “{name}”. Có: {listed}.",
            f'No dataset or table "{name}". There are: {listed}.',
        )
    return tables_of(name)


def words(lang: Lang) -> dict[str, str]:
    """Texts of the pages about datasets in ``lang``."""
    return {key: text[lang] for key, text in strings("dataset_pages").items()}


def style(name: str) -> Markup:
    """A style sheet of the package, for a ``<style>`` element."""
    text = resources.files("hoichan.data").joinpath("templates", name).read_text(encoding="utf-8")
    return Markup(text)  # noqa: S704 - our own file


@cache
def environment() -> Environment:
    """Templates of the pages about datasets; everything filled in is escaped."""
    made = Environment(
        loader=PackageLoader("hoichan.data"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["code"] = _with_code
    return made


def _with_code(text: str) -> Markup:
    """A text whose parts between backticks are code."""
    mark = Markup("<code>{}</code>")
    parts = enumerate(text.split("`"))
    return Markup().join(mark.format(part) if place % 2 else part for place, part in parts)
