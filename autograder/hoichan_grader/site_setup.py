"""A new site: its folders and their modes, the course secret, nbgrader's course directory."""

from __future__ import annotations

import os
import secrets
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from nbgrader.api import Gradebook

from hoichan.schema.site import SitePaths
from hoichan_grader import atomic
from hoichan_grader.roster import Learner, read_roster, write_roster
from hoichan_grader.texts import error

COURSE_ID = "hoichan"
SECRET_BYTES = 32

_NBGRADER_CONFIG = '''\
"""nbgrader settings of this course. Written by `hoichan-grade init`; edit nbgrader_local.py."""

from pathlib import Path

c = get_config()  # noqa: F821

COURSE = Path(__file__).resolve().parent
SITE = COURSE.parent

c.CourseDirectory.course_id = "hoichan"
c.CourseDirectory.root = str(COURSE)
c.CourseDirectory.db_url = f"sqlite:///{COURSE / 'gradebook.db'}"
c.CourseDirectory.include = ["*.ipynb", "*.json", "timestamp.txt"]
c.CourseDirectory.ignore = [
    ".*", "*.pyc", "__pycache__", "feedback", "*.yaml", "*.yml", "*.md", "*.key.*", "*.pool.json",
    "*.received",
]
c.CourseDirectory.max_file_size = 10_000  # kB

# Release and collection go through the submission service.
c.ExchangeFactory.release_assignment = "hoichan_grader.exchange.HoichanReleaseAssignment"
c.ExchangeFactory.collect = "hoichan_grader.collecting.CollectForGrading"
c.ExchangeFactory.list = "hoichan.exchange.HoichanList"
c.ExchangeFactory.fetch_assignment = "hoichan.exchange.HoichanFetchAssignment"
c.ExchangeFactory.submit = "hoichan.exchange.HoichanSubmit"

# No learner's code is ever run here: the notebook is replaced by the released one, nothing is
# executed, and points come from the answers files and the key.
c.Autograde.sanitize_preprocessors = [
    "hoichan_grader.nbgrader_hooks.ReplaceByRelease",
    "nbgrader.preprocessors.ClearOutput",
    "nbgrader.preprocessors.DeduplicateIds",
    "nbgrader.preprocessors.OverwriteKernelspec",
    "nbgrader.preprocessors.OverwriteCells",
    "nbgrader.preprocessors.CheckCellMetadata",
]
c.Autograde.autograde_preprocessors = [
    "hoichan_grader.nbgrader_hooks.SaveTrustedGrades",
    "nbgrader.preprocessors.AssignLatePenalties",
    "hoichan_grader.nbgrader_hooks.SaveGradeRecord",
    "nbgrader.preprocessors.CheckCellMetadata",
]
c.AssignLatePenalties.plugin_class = "nbgrader.plugins.LateSubmissionPlugin"

# `nbgrader generate_feedback` writes our page: no code, no request to another host.
c.GenerateFeedback.preprocessors = ["nbgrader.preprocessors.GetGrades"]
c.GenerateFeedback.exporter_class = "hoichan_grader.nbgrader_hooks.FeedbackExporter"

# What this course wants otherwise (late penalties, extra exchange classes) stands beside this file.
if (COURSE / "nbgrader_local.py").is_file():
    load_subconfig("nbgrader_local.py", path=str(COURSE))  # noqa: F821
'''


def init_site(
    site: SitePaths,
    *,
    roster: Iterable[Learner] | None = None,
    secret: bytes | None = None,
) -> None:
    """Make the site's folders, secret, nbgrader course and gradebook; what exists stays.

    ``secret`` (32 bytes) is for demonstrations and tests, where variants have to be the same at
    every run; without it the secret is random. A ``roster`` replaces the class list and its names
    are put into the gradebook.

    Raises:
        GraderError: there is another secret already, or the class list cannot be read.
    """
    for folder in _private_folders(site):
        atomic.make_private_folder(folder)
    _make_secret(site, secret)
    for step in ("source", "release", "submitted", "autograded", "feedback"):
        (site.course / step).mkdir(exist_ok=True)
    atomic.write_text(site.course / "nbgrader_config.py", _NBGRADER_CONFIG)
    if roster is not None:
        write_roster(site.roster, roster)
    elif not site.roster.is_file():
        write_roster(site.roster, ())
    enter_students(site, read_roster(site.roster).values())


def _private_folders(site: SitePaths) -> tuple[Path, ...]:
    """Folders that only the grader's account may enter."""
    site.root.mkdir(parents=True, exist_ok=True)
    parts = ("records", "feedback", "reports", "logs")
    return (site.keys, site.course, *(site.root / part for part in parts))


def _make_secret(site: SitePaths, secret: bytes | None) -> None:
    if secret is not None and len(secret) != SECRET_BYTES:
        msg = f"a course secret has {SECRET_BYTES} bytes, not {len(secret)}"
        raise ValueError(msg)
    if site.course_secret.exists():
        site.course_secret.chmod(atomic.PRIVATE_FILE)
        if secret is not None and read_secret(site) != secret:
            raise error("secret_exists", path=site.course_secret)
        return
    made = secret if secret is not None else secrets.token_bytes(SECRET_BYTES)
    # "x": never overwritten, also when two runs start at once.
    handle = os.open(site.course_secret, os.O_WRONLY | os.O_CREAT | os.O_EXCL, atomic.PRIVATE_FILE)
    with os.fdopen(handle, "w", encoding="ascii") as stream:
        stream.write(made.hex() + "\n")


def config_is_current(site: SitePaths) -> bool:
    """Whether the course's nbgrader settings are those that this version writes."""
    path = site.course / "nbgrader_config.py"
    return path.is_file() and path.read_text(encoding="utf-8") == _NBGRADER_CONFIG


def read_secret(site: SitePaths) -> bytes:
    """Read the course secret.

    Raises:
        GraderError: the site is not set up, or the file does not hold 64 hexadecimal digits.
    """
    if not site.course_secret.is_file():
        raise error("no_site", path=site.course_secret, site=site.root)
    try:
        secret = bytes.fromhex(site.course_secret.read_text(encoding="ascii").strip())
    except ValueError:
        raise error("bad_secret", path=site.course_secret) from None
    if len(secret) != SECRET_BYTES:
        raise error("bad_secret", path=site.course_secret)
    return secret


@contextmanager
def tools_on_path() -> Iterator[None]:
    """Put the folder of this Python's commands on the PATH.

    nbgrader calls ``alembic`` when it makes a gradebook; started as ``.venv/bin/python`` the
    command would not be found, and a half-made gradebook would be left behind.
    """
    before = os.environ.get("PATH", "")
    folder = str(Path(sys.executable).parent)
    os.environ["PATH"] = os.pathsep.join(part for part in (folder, before) if part)
    try:
        yield
    finally:
        os.environ["PATH"] = before


def enter_students(site: SitePaths, learners: Iterable[Learner]) -> None:
    """Put learners with their names into nbgrader's gradebook (and make it when it is not there)."""
    with tools_on_path(), Gradebook(site.gradebook_url, COURSE_ID) as gradebook:
        known = {student.id: student for student in gradebook.students}
        for learner in learners:
            student = known.get(learner.learner)
            last, first = _family_first(learner.name)
            if student is None or (student.last_name, student.first_name) != (last, first):
                gradebook.update_or_create_student(
                    learner.learner, last_name=last, first_name=first
                )
    (site.course / "gradebook.db").chmod(atomic.PRIVATE_FILE)


def _family_first(name: str) -> tuple[str | None, str | None]:
    """Family name and the rest of a Vietnamese name; without a rest, the name stands for both.

    nbgrader shows ``last, first``, and writes "None" for a part that is not there.
    """
    family, _, rest = name.partition(" ")
    return (family, rest or family) if family else (None, None)
