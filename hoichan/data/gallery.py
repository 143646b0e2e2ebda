"""The gallery: one static page a language that shows every dataset, with its files beside it.

The pages lie in ``datasets/gallery`` and link to ``../tables/<dataset>/<file>``; the portal serves
both under addresses of the same shape, so that one set of pages works in either place. They hold
no answer of a lesson: of ``truth.json`` only the questions and the number of truths are told.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup

from hoichan.data.catalog import NAMES, DataError, folder
from hoichan.data.datasheet import section
from hoichan.data.describing import (
    Description,
    Picture,
    describe,
    environment,
    style,
    words,
)
from hoichan.data.dictionary import shape
from hoichan.data.drawing import drawn_from, picture_of
from hoichan.data.reading import package
from hoichan.schema.numbers import format_number
from hoichan.schema.text import LANGS, Lang

PAGES: dict[Lang, str] = {"vi": "index.html", "en": "index.en.html"}
DOCUMENTS = ("datapackage.json", "croissant.json", "DATASHEET.md")
_INSTALLED = Path(__file__).parent.parent / "_gallery"
_REPOSITORY = Path(__file__).parents[2] / "datasets" / "gallery"
_PICTURE = re.compile(
    r"<!-- picture (?P<name>\w+) (?P<source>[0-9a-f]{64}) (?P<sum>[0-9a-f]{64}) -->\n"
    r"(?P<body>.*?)<!-- /picture -->",
    re.DOTALL,
)


@dataclass(frozen=True)
class OfferedFile:
    """A file of a dataset that anybody may have, and what it holds."""

    name: str
    what: str
    size: str
    sha256: str


@dataclass(frozen=True)
class Card:
    """A dataset as its part of the page shows it."""

    about: Description
    shapes: tuple[tuple[str, str], ...]
    size: str
    picture: Markup
    uses: Markup
    uses_to_avoid: Markup
    truths: int
    questions: tuple[str, ...]
    citation: str
    files: tuple[OfferedFile, ...]


def gallery_dir() -> Path:
    """Folder of the built pages: inside the installed package, else the repository's."""
    return _INSTALLED if _INSTALLED.is_dir() else _REPOSITORY


def offered_files(dataset: str, root: Path | None = None) -> dict[str, Path]:
    """Files of ``dataset`` that are handed out, by name: its tables and its descriptions.

    Truths, generator and the authors' sources are not among them.

    Raises:
        DataError: an unknown dataset, a missing or damaged descriptor.
    """
    here = folder(dataset, root)
    names = [str(each["path"]) for each in package(dataset, root)["resources"]]
    return {name: here / name for name in [*names, *DOCUMENTS] if (here / name).is_file()}


def gallery_pages(
    root: Path | None = None,
    names: Iterable[str] = NAMES,
    *,
    pictures: bool = True,
    progress: Callable[[], object] = lambda: None,
) -> dict[str, str]:
    """File name -> HTML of the gallery in both languages; ``progress`` is called for each dataset.

    Without ``pictures`` nothing is drawn: what :func:`without_pictures` makes of a whole page.

    Raises:
        DataError: a dataset is missing or damaged.
    """
    draw = _drawn if pictures else _left_out
    cards: dict[Lang, list[Card]] = {lang: [] for lang in LANGS}
    for name in names:
        for lang in LANGS:
            cards[lang].append(_card(name, lang, root, draw))
            progress()
    return {PAGES[lang]: _page(cards[lang], lang) for lang in LANGS}


def _page(cards: list[Card], lang: Lang) -> str:
    page = environment().get_template("gallery.html.j2")
    return page.render(
        cards=cards,
        lang=lang,
        words=words(lang),
        pages=PAGES,
        style=Markup("\n").join([style("description.css"), style("gallery.css")]),
    )


def without_pictures(page: str) -> str:
    """A built page with its drawings left out; a drawing that was edited by hand is left in.

    Drawing is slow and its last digits depend on the machine, so that freshness is judged by what
    a picture is drawn from, which stands in the comment before it.
    """

    def replace(found: re.Match[str]) -> str:
        body = found["body"]
        same = hashlib.sha256(body.encode("utf-8")).hexdigest() == found["sum"]
        return _block(found["name"], found["source"], "") if same else found[0]

    return _PICTURE.sub(replace, page)


def _card(name: str, lang: Lang, root: Path | None, draw: Callable[[Description], str]) -> Card:
    about = describe(name, lang, root)
    described = package(name, root)
    say = words(lang)
    resources = described["resources"]
    truths, questions = _known(name, lang, root)
    return Card(
        about=about,
        shapes=tuple((str(each["name"]), shape(each, lang)) for each in resources),
        size=_size(sum(int(each["bytes"]) for each in resources), lang),
        picture=_picture(name, about, root, draw),
        uses=section(name, say["uses"], root),
        uses_to_avoid=section(name, say["uses_to_avoid"], root),
        truths=truths,
        questions=questions,
        citation=say["citation"].format(
            title=about.title,
            name=described["name"],
            version=about.version,
            licence=str(described["licenses"][0]["name"]).replace("-", " ", 2),
        ),
        files=tuple(_files(name, lang, root)),
    )


def _picture(
    name: str, about: Description, root: Path | None, draw: Callable[[Description], str]
) -> Markup:
    """The figure between comments that say what it was drawn from; nothing without a picture."""
    if picture_of(name) is None:
        return Markup()
    digest = hashlib.sha256(drawn_from(name).encode("ascii"))
    for each in package(name, root)["resources"]:
        digest.update(str(each["hoichan:csv_sha256"]).encode("ascii"))
    return Markup(_block(name, digest.hexdigest(), draw(about)))  # noqa: S704 - from our template


def _block(name: str, source: str, body: str) -> str:
    checksum = hashlib.sha256(body.encode("utf-8")).hexdigest()
    return f"<!-- picture {name} {source} {checksum} -->\n{body}<!-- /picture -->"


def _drawn(about: Description) -> str:
    picture: Picture | None = about.picture()
    template = environment().get_template("figure.html.j2")
    return template.render(picture=picture, words=words(about.lang)).strip() + "\n"


def _left_out(_about: Description) -> str:
    return ""


def _known(name: str, lang: Lang, root: Path | None) -> tuple[int, tuple[str, ...]]:
    """How many truths are known, and the wording of the questions; never a value."""
    path = folder(name, root) / "truth.json"
    if not path.is_file():
        return 0, ()
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        parts = content if isinstance(content, dict) else {"truths": content}
        questions = [str(each["question"][lang]) for each in parts.get("questions", ())]
        return len(parts["truths"]), tuple(questions)
    except (ValueError, KeyError, TypeError) as error:
        raise DataError(f"Tệp {path} bị hỏng.", f"File {path} is damaged.") from error


def _files(name: str, lang: Lang, root: Path | None) -> Iterable[OfferedFile]:
    say = words(lang)
    tables = {str(each["path"]): each for each in package(name, root)["resources"]}
    for file, path in offered_files(name, root).items():
        table = tables.get(file)
        size = path.stat().st_size if table is None else int(table["bytes"])
        yield OfferedFile(
            name=file,
            what=say[f"file.{file}"]
            if table is None
            else say["file.data"].format(name=table["name"]),
            size=_size(size, lang),
            sha256="" if table is None else str(table["hash"]).removeprefix("sha256:"),
        )


def _size(count: int, lang: Lang) -> str:
    """Bytes as people read them: ``829 kB``, ``1,2 MB`` (powers of ten)."""
    if count < 1_000_000:
        return f"{format_number(max(1, count / 1000), 'int', lang)} kB"
    return f"{format_number(count / 1e6, 'dec1', lang)} MB"
