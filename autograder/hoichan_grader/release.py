"""The learner's version of a lesson, made by nbgrader and searched for anything of a key."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

from nbgrader.converters import GenerateAssignment

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
    """Stop when a file holds a text that only a key or a pool has.

    Raises:
        GraderError: names the file.
    """
    secrets = {secret.hex(), *(text for pool in pools for text in _private_texts(pool))}
    for path in files:
        content = _readable(path)
        if any(text in content for text in secrets):
            raise error("key_in_release", path=path)


def _readable(path: Path) -> str:
    """A file's text with JSON's escapes undone, so that no quotation mark can hide a text."""
    text = path.read_text(encoding="utf-8", errors="replace")
    if path.suffix != ".ipynb":
        return text
    cells = json.loads(text)["cells"]
    sources = (cell["source"] for cell in cells)
    plain = "\n".join(one if isinstance(one, str) else "".join(one) for one in sources)
    return f"{text}\n{plain}"


def _private_texts(pool: TaskPool) -> Iterator[str]:
    for text in module_of("cases", pool.type).private_texts(pool):
        yield from (one for one in (text.vi, text.en) if len(one) >= _SHORT)
