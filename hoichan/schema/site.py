"""Where a running site keeps its files. One folder, known to the grader and the hub alike."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class SitePaths:
    """Paths below one site folder (``build/demo`` for the demo, ``var/site`` on a server)."""

    root: Path

    @property
    def course(self) -> Path:
        """nbgrader's course directory: source, release, submitted, autograded, gradebook.db."""
        return self.root / "course"

    @property
    def gradebook_url(self) -> str:
        """SQLAlchemy URL of nbgrader's gradebook."""
        return f"sqlite:///{self.course / 'gradebook.db'}"

    @property
    def keys(self) -> Path:
        """Course secret and task pools; mode 0700, never visible to a learner's server."""
        return self.root / "keys"

    @property
    def course_secret(self) -> Path:
        """32 random bytes in hex; with it a variant's seed is worked out."""
        return self.keys / "course.secret"

    def pool(self, lesson: str, task: str) -> Path:
        """The frozen pool of one task."""
        return self.keys / lesson / f"{task}.pool.json"

    @property
    def portal(self) -> Path:
        """Submission service: its database, released lessons, submissions."""
        return self.root / "portal"

    def record(self, lesson: str, learner: str) -> Path:
        """A learner's grade record."""
        return self.root / "records" / lesson / f"{learner}.json"

    def feedback(self, lesson: str, learner: str) -> Path:
        """A learner's feedback page."""
        return self.root / "feedback" / lesson / f"{learner}.html"

    def report(self, lesson: str) -> Path:
        """The cohort report."""
        return self.root / "reports" / f"{lesson}.html"

    @property
    def roster(self) -> Path:
        """CSV with ``learner,name,lang,group``."""
        return self.root / "roster.csv"

    def home(self, learner: str) -> Path:
        """A learner's home folder on a one-machine hub."""
        return self.root / "homes" / learner

    @property
    def hub(self) -> Path:
        """The hub's own state: database, cookie secret."""
        return self.root / "hub"
