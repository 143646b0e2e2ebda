"""A real hub on a small site, for tests: start it, sign in to it, stop it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import nbformat

from hoichan.cases.variant import make_variant
from hoichan.portal_client import PortalClient
from hoichan.schema.documents import POOL, AnswerSheet
from hoichan.schema.key import Key
from hoichan.schema.pool import TaskPool
from hoichan.schema.portal import LessonMeta
from hoichan.schema.site import SitePaths
from hoichan.schema.variant import PublicVariant
from hoichan_grader import pipeline
from hoichan_grader.pools import freeze
from hoichan_grader.roster import Learner

LESSON = "s1_small"
TITLE = {"vi": "Bài nhỏ: tìm lỗi của AI", "en": "Small lesson: find the AI's errors"}
SECRET = bytes(range(32))
# One learner a test module or two: what one does must not be in another's way.
LEARNERS = ("an", "binh", "chi", "dung", "giang", "hoa", "khanh", "linh", "minh", "mary")
START_SECONDS = 180
STOP_SECONDS = 60


@dataclass(frozen=True)
class HubSite:
    """A running hub with the released lesson ``s1_small`` (tasks x2 and x1)."""

    site: SitePaths
    url: str
    process: subprocess.Popen[bytes]
    pools: dict[str, TaskPool]
    passwords: dict[str, str] = field(repr=False)
    log: Path

    def variant(self, learner: str, task: str) -> tuple[PublicVariant, Key]:
        """What a learner was handed, and its key."""
        return make_variant(self.pools[task], SECRET, learner, 1)

    def folder(self, learner: str, lesson: str = LESSON) -> Path:
        """A learner's own lesson folder."""
        return self.site.home(learner) / lesson

    def answers(self, learner: str, task: str) -> AnswerSheet:
        """What a learner has answered so far."""
        path = self.folder(learner) / "answers" / f"{task}.json"
        return AnswerSheet.model_validate_json(path.read_bytes())

    def submitted(self, learner: str, receipt: str, lesson: str = LESSON) -> Path:
        """Where the portal keeps a submission's files."""
        return self.site.portal / "submissions" / lesson / learner / receipt / "files"

    def staff(self) -> PortalClient:
        """The portal as ``hoichan-grade`` uses it."""
        lines = (self.site.hub / "grader.env").read_text(encoding="utf-8").splitlines()
        return PortalClient.from_environment(dict(line.split("=", 1) for line in lines))

    def release(self, lesson: str, notebook: nbformat.NotebookNode, tasks: Sequence[str]) -> None:
        """Hand a lesson out."""
        meta = LessonMeta(
            id=lesson,
            title=notebook.metadata["hoichan"]["title"],
            pillar="skillset",
            minutes=20,
            points=70.0,
            tasks=tuple(tasks),
        )
        content = {f"{lesson}.ipynb": nbformat.writes(notebook).encode("utf-8")}
        with self.staff() as client:
            client.release(meta, content)


def make_site(root: Path, repo: Path, learners: Sequence[str] = LEARNERS) -> dict[str, TaskPool]:
    """Set a site up with a class list and frozen pools; returns the pools by task."""
    site = SitePaths(root)
    names = [Learner(learner=name, lang="en" if name == "mary" else "vi") for name in learners]
    pipeline.init_site(site, roster=names, secret=SECRET)
    pools = {}
    for name in ("small_x2_pool", "small_pool"):
        raw = json.loads((repo / "tests" / "fixtures" / f"{name}.json").read_text("utf-8"))
        pool = POOL.validate_python(raw | {"lesson": LESSON})
        pools[pool.task] = pool
    freeze(site, list(pools.values()))
    return pools


def notebook_of(lesson: str, title: dict[str, str], codes: Sequence[str]) -> nbformat.NotebookNode:
    """A lesson's notebook: a text in both languages, then locked code cells."""
    notebook = nbformat.v4.new_notebook()
    notebook.metadata["kernelspec"] = {
        "name": "python3",
        "display_name": "Python 3",
        "language": "python",
    }
    notebook.metadata["hoichan"] = {"lesson": lesson, "autorun": True, "title": title}
    texts = {
        "vi": "# Bài nhỏ\n\nĐọc rồi **đối chiếu**.",
        "en": "# Small lesson\n\nRead, then **check**.",
    }
    fixed = {"deletable": False, "editable": False}
    for lang, text in texts.items():
        cell = nbformat.v4.new_markdown_cell(text)
        cell.metadata.update({"tags": [f"lang-{lang}"], **fixed})
        notebook.cells.append(cell)
    for code in codes:
        cell = nbformat.v4.new_code_cell(code)
        cell.metadata.update({"tags": ["hoichan-task"], **fixed})
        notebook.cells.append(cell)
    return notebook


def task_codes(tasks: Sequence[str]) -> list[str]:
    """The source of the cells that show tasks."""
    return [f'from hoichan.lesson import task\ntask("{task}")' for task in tasks]


def start_hub(site: Path, *words: str) -> tuple[subprocess.Popen[bytes], Path]:
    """Start ``hoichan-hub start`` as a process of its own; returns it and what it prints."""
    printed = site / "start.out"
    command = [
        str(Path(sys.executable).parent / "hoichan-hub"),
        "start",
        "--site",
        str(site),
        *words,
    ]
    environ = {k: v for k, v in os.environ.items() if not k.startswith(("HOICHAN_", "JUPYTER"))}
    with printed.open("wb") as out:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=out, stderr=out, env=environ,
            start_new_session=True,
        )  # fmt: skip
    return process, printed


def wait_until_ready(process: subprocess.Popen[bytes], printed: Path) -> str:
    """The hub's address once it says that it is ready."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        text = printed.read_text(encoding="utf-8")
        if "The hub is ready: " in text:
            return text.split("The hub is ready: ")[1].split()[0]
        if process.poll() is not None:
            break
        time.sleep(0.1)
    raise AssertionError(f"the hub did not start:\n{printed.read_text(encoding='utf-8')}")


def stop_hub(process: subprocess.Popen[bytes]) -> int:
    """Stop a hub as an operator does, and wait."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
    return process.wait(STOP_SECONDS)


@contextmanager
def running_hub(root: Path, repo: Path) -> Iterator[HubSite]:
    """A hub on a fresh site with the small lesson released."""
    with serving(root, make_site(root, repo)) as hub:
        hub.release(LESSON, notebook_of(LESSON, TITLE, task_codes(["x2", "x1"])), ["x2", "x1"])
        yield hub


@contextmanager
def serving(root: Path, pools: dict[str, TaskPool]) -> Iterator[HubSite]:
    """A hub on a site that is there already."""
    process, printed = start_hub(root, "--port", "0")
    try:
        url = wait_until_ready(process, printed)
        site = SitePaths(root)
        passwords = json.loads((site.hub / "passwords.json").read_text(encoding="utf-8"))
        yield HubSite(site, url, process, pools, passwords, site.hub / "hub.log")
    finally:
        stop_hub(process)
