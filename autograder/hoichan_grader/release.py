"""The learner's version of a lesson, made by nbgrader and searched for anything of a key."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from nbgrader.converters import GenerateAssignment

from hoichan.i18n import areas, strings
from hoichan.schema.exercises import module_of
from hoichan.schema.pool import TaskPool
from hoichan.schema.site import SitePaths
from hoichan_grader.course import Course
from hoichan_grader.placing import keep_release
from hoichan_grader.pools import load_pools
from hoichan_grader.released import graded_tasks
from hoichan_grader.site_setup import read_secret
from hoichan_grader.texts import error

_SHORT = 12  # characters: shorter texts are found everywhere
_MARKS = ("hoichan.key/", "hoichan.pool/")  # schema_id of keys and pools


def release(site: SitePaths, lesson: str, notebook: Path) -> list[Path]:
    """Make the learner's version of ``notebook`` in nbgrader's ``release`` folder.

    Returns its files.

    Raises:
        GraderError: a pool is missing, nbgrader failed, or a file meant for learners holds
            something of a key.
    """
    tasks = graded_tasks(notebook.read_bytes())
    pools = [pool for task in tasks for pool in load_pools(site, lesson, task)]
    source = site.course / "source" / lesson
    if source.is_dir():
        shutil.rmtree(source)
    source.mkdir(parents=True)
    shutil.copyfile(notebook, source / f"{lesson}.ipynb")
    if (practice := notebook.parent / "practice").is_dir():
        shutil.copytree(practice, source / "practice", ignore=shutil.ignore_patterns("answers"))
    Course(site).convert(GenerateAssignment, lesson, create_assignment=True)
    files = sorted(path for path in (site.course / "release" / lesson).rglob("*") if path.is_file())
    refuse_keys(files, pools, read_secret(site))
    keep_release(site, lesson)
    return files


def refuse_keys(files: list[Path], pools: list[TaskPool], secret: bytes) -> None:
    """Stop when a file holds a text that only a key or a pool has, or is one.

    Raises:
        GraderError: names the file and what was found in it.
    """
    texts = dict.fromkeys(text for pool in pools for text in _private_texts(pool))
    for path in files:
        content = path.read_text(encoding="utf-8", errors="replace")
        readable = "\n".join([content, *_plain(path, content)])
        if secret.hex() in readable:
            raise error("secret_in_release", path=path)
        # A key may have no words (identifiers in a note are places); practice brings its own.
        marks = () if path.parent.name == "practice" else _MARKS
        found = next((text for text in (*texts, *marks) if text in readable), None)
        if found is not None:
            raise error("key_in_release", path=path, found=found)


def _plain(path: Path, content: str) -> list[str]:
    """A JSON file's texts with escapes undone, so that no quotation mark can hide one."""
    if path.suffix not in (".ipynb", ".json"):
        return []
    try:
        return list(_strings(json.loads(content)))
    except ValueError:
        return []  # searched as it is


def _strings(value: object) -> Iterator[str]:
    """Every text in parsed JSON; the lines of a notebook's cell as one."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        if value and all(isinstance(part, str) for part in value):
            yield "".join(value)
        for part in value:
            yield from _strings(part)
    elif isinstance(value, dict):
        for part in value.values():
            yield from _strings(part)


def _private_texts(pool: TaskPool) -> Iterator[str]:
    for text in module_of("cases", pool.type).private_texts(pool):
        yield from (one for one in (text.vi, text.en) if len(one) >= _SHORT and one not in _said())


@cache
def _said() -> frozenset[str]:
    """The program's own sentences, which every learner's computer holds: no secret."""
    texts = (text for area in areas() for text in strings(area).values())
    return frozenset(one for text in texts for one in (text.vi, text.en))
