"""A small course to grade: lesson ``s1_small`` with two tasks from the shared fixture pools."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import pytest

from hoichan.cases.variant import make_variant
from hoichan.schema.documents import POOL, AnswerSheet
from hoichan.schema.key import Key
from hoichan.schema.pool import TaskPool
from hoichan.schema.site import SitePaths
from hoichan.schema.variant import PublicVariant
from hoichan_grader import pipeline
from hoichan_grader.grade import open_book
from hoichan_grader.pools import freeze
from hoichan_grader.roster import Learner

LESSON = "s1_small"
SECRET = bytes(range(32))
NAMES = {"an": "Nguyễn Văn An", "binh": "Trần Thị Bình", "chi": "Lê Chi", "dung": "Phạm Dũng"}


def small_pools(root: Path) -> list[TaskPool]:
    """Both fixture pools, under one lesson."""
    pools = []
    for name in ("small_x2_pool", "small_pool"):
        raw = json.loads((root / "tests" / "fixtures" / f"{name}.json").read_text("utf-8"))
        pools.append(POOL.validate_python(raw | {"lesson": LESSON}))
    return pools


def lesson_notebook(pools: list[TaskPool]) -> nbformat.NotebookNode:
    """A lesson as `hoichan lesson build` makes it: text in pairs, one locked cell a task."""
    notebook = nbformat.v4.new_notebook()
    notebook.metadata["kernelspec"] = {
        "name": "python3",
        "display_name": "Python 3",
        "language": "python",
    }
    notebook.metadata["hoichan"] = {
        "lesson": LESSON,
        "autorun": True,
        "title": {"vi": "Bài nhỏ", "en": "Small"},
    }
    for lang, text in (("vi", "# Bài nhỏ\nChào bạn."), ("en", "# Small lesson\nHello.")):
        cell = nbformat.v4.new_markdown_cell(text)
        cell.metadata.update({"tags": [f"lang-{lang}"], "deletable": False, "editable": False})
        notebook.cells.append(cell)
    for pool in pools:
        cell = nbformat.v4.new_code_cell(f'from hoichan.lesson import task\ntask("{pool.task}")')
        cell.metadata.update({"tags": ["hoichan-task"], "deletable": False, "editable": False})
        cell.metadata["nbgrader"] = {
            "grade": True,
            "solution": False,
            "locked": True,
            "task": False,
            "grade_id": pool.task,
            "points": pool.points,
            "schema_version": 3,
            "cell_type": "code",
        }
        notebook.cells.append(cell)
    return notebook


@dataclass(frozen=True)
class SmallCourse:
    """A released lesson and means to hand in."""

    site: SitePaths
    pools: dict[str, TaskPool]

    def variant(self, learner: str, task: str) -> tuple[PublicVariant, Key]:
        return make_variant(self.pools[task], SECRET, learner, 1)

    def folder(self, learner: str) -> Path:
        return self.site.course / "submitted" / learner / LESSON

    def sheet(
        self, learner: str, task: str, *, right: bool = True, **changes: Any
    ) -> dict[str, Any]:
        """An answers file's content: all right (or nothing marked)."""
        variant, key = self.variant(learner, task)
        payload: dict[str, Any] = {"type": variant.type}
        if variant.type == "span_critique" and right:
            payload["flags"] = [{"uid": p.uid, "category": p.category} for p in key.planted]
            payload["missing"] = [o.mid for o in key.omissions]
            payload["no_error"] = list(key.clean_answers)
        elif right:
            payload["claims"] = [
                {"uid": c.uid, "verdict": c.verdict, "value": c.value, "unit": c.unit}
                for c in key.claims
            ]
        content = {
            "lesson": LESSON,
            "task": task,
            "variant": variant.variant,
            "learner": learner,
            "lang": "vi",
            "rev": 3,
            "opened": "2025-05-05T01:00:00+00:00",
            "saved": "2025-05-05T02:00:00+00:00",
            "ui": "test",
            "payload": payload,
        }
        return AnswerSheet.model_validate(content | changes).model_dump(mode="json")

    def submit(
        self,
        learner: str,
        *,
        right: bool = True,
        at: str = "2025-05-05 02:30:00.000000 UTC",
        notebook: bool = True,
        tasks: tuple[str, ...] = ("x2", "x1"),
    ) -> Path:
        """Lay a submission where the collect step lays it."""
        folder = self.folder(learner)
        shutil.rmtree(folder, ignore_errors=True)
        (folder / "answers").mkdir(parents=True)
        (folder / "timestamp.txt").write_text(at, encoding="utf-8")
        (folder / "receipt.json").write_text(json.dumps({"id": f"r-{learner}"}), encoding="utf-8")
        if notebook:
            released = self.site.course / "release" / LESSON / f"{LESSON}.ipynb"
            shutil.copyfile(released, folder / f"{LESSON}.ipynb")
        for task in tasks:
            self.write_answers(learner, task, self.sheet(learner, task, right=right))
        return folder

    def write_answers(self, learner: str, task: str, content: Any) -> Path:
        path = self.folder(learner) / "answers" / f"{task}.json"
        data = (
            content
            if isinstance(content, bytes)
            else json.dumps(content, ensure_ascii=False).encode()
        )
        path.write_bytes(data)
        return path

    def edit_notebook(self, learner: str, change: Callable[[dict[str, Any]], None]) -> None:
        path = self.folder(learner) / f"{LESSON}.ipynb"
        notebook = json.loads(path.read_text("utf-8"))
        change(notebook)
        path.write_text(json.dumps(notebook), encoding="utf-8")

    def assess(self, learner: str) -> Any:
        return open_book(self.site, LESSON).assess(learner)


@pytest.fixture(scope="session")
def released_site(tmp_path_factory: pytest.TempPathFactory, repo_root: Path) -> Path:
    """A site with the small lesson released; made once, copied by ``course``."""
    folder = tmp_path_factory.mktemp("released")
    site = SitePaths(folder / "site")
    pools = small_pools(repo_root)
    pipeline.init_site(
        site, roster=[Learner(learner=one, name=name) for one, name in NAMES.items()], secret=SECRET
    )
    freeze(site, pools)
    notebook = folder / f"{LESSON}.ipynb"
    nbformat.write(lesson_notebook(pools), notebook)
    pipeline.release_lesson(site, LESSON, notebook=notebook, publish=False)
    return site.root


@pytest.fixture
def course(released_site: Path, tmp_path: Path, repo_root: Path) -> SmallCourse:
    """An own copy of the released site: nothing is shared between tests."""
    site = SitePaths(tmp_path / "site")
    shutil.copytree(released_site, site.root)
    return SmallCourse(site, {pool.task: pool for pool in small_pools(repo_root)})
