"""The demo's class: simulated learners who take the course of their role, lesson by lesson.

Each learner does what a browser does: takes their own files from the submission service, sends the
widget messages, and hands in through nbgrader's exchange under their own token.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import correlation, fmean
from typing import Any

from hoichan.cases.variant import make_variant
from hoichan.exchange import fetch_lesson, submit_lesson
from hoichan.portal_client import PortalClient
from hoichan.schema.course import CourseMap, Role
from hoichan.schema.key import Key
from hoichan.schema.pool import TaskPool
from hoichan.schema.report import GradeRecord
from hoichan.schema.site import SitePaths
from hoichan.schema.variant import PublicVariant
from hoichan.widgets.base import CritiqueWidget
from hoichan.widgets.opening import open_task
from hoichan_grader.pools import load_pools
from hoichan_grader.roster import Learner
from hoichan_grader.simulation.answering import Op, answer_ops, in_bursts
from hoichan_grader.simulation.learner import SimulatedLearner
from hoichan_grader.site_setup import read_secret
from hoichan_grader.sources import Sources
from hoichan_hub.portal.tokens import add_token

_FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Vũ", "Đặng", "Bùi", "Đỗ")
_GIVEN = ("An", "Bình", "Chi", "Dung", "Giang", "Hà", "Khánh", "Lan", "Minh", "Ngọc")
_GROUPS: Mapping[Role, str] = {
    "doctor": "bác sĩ · doctors",
    "pharmacist": "dược sĩ · pharmacists",
    "nurse": "điều dưỡng · nurses",
    "administration": "hành chính · administration",
}


class RefusedError(Exception):
    """A widget refused what a simulated learner did: the simulation, or the widget, is wrong."""


def roster(people: Sequence[SimulatedLearner], visitor: str) -> list[Learner]:
    """The class list: the simulated learners and one seat for whoever tries the demo by hand."""
    seats = [
        Learner(
            learner=person.name,
            name=f"{_FAMILY[i % len(_FAMILY)]} {_GIVEN[(i // 4) % len(_GIVEN)]} (mô phỏng)",
            lang=person.lang,
            group=_GROUPS[person.role],
        )
        for i, person in enumerate(people)
    ]
    return [*seats, Learner(learner=visitor, name="Học viên", lang="vi", group="khách · visitor")]


@dataclass(frozen=True)
class Course:
    """The course that the class takes. ``seed`` fixes what simulated learners do."""

    site: SitePaths
    sources: Sources
    seed: int

    @cached_property
    def map(self) -> CourseMap:
        """All modules."""
        return self.sources.course_map()

    @cached_property
    def lessons(self) -> tuple[str, ...]:
        """Every lesson that is given on the hub, in the order of the course."""
        return tuple(module.lesson for module in self.map.modules if not module.optional)

    def track(self, role: Role) -> tuple[str, ...]:
        """What somebody of a role takes."""
        return tuple(module.lesson for module in self.map.track(role))

    @cached_property
    def pools(self) -> dict[str, list[TaskPool]]:
        """The frozen pools of each lesson; to be asked for when they are frozen."""
        return {
            lesson: [
                load_pools(self.site, lesson, task.id)[0]
                for task in self.sources.spec(lesson).graded
            ]
            for lesson in self.lessons
        }

    def handed_out(self, lesson: str, learner: str) -> Iterator[tuple[PublicVariant, Key]]:
        """A learner's variants of a lesson, with their keys."""
        secret = read_secret(self.site)
        for pool in self.pools[lesson]:
            yield make_variant(pool, secret, learner)


def hold_class(
    course: Course,
    people: Sequence[SimulatedLearner],
    portal_url: str,
    progress: Callable[[int, int], None],
) -> int:
    """Everybody takes the course of their role; returns how many lessons were handed in.

    Raises:
        RefusedError: a widget did not take an answer.
    """
    done = 0
    total = sum(len(course.track(person.role)) for person in people)
    for person in people:
        track = course.track(person.role)
        home = course.site.home(person.name)
        home.mkdir(parents=True, exist_ok=True)
        with PortalClient(portal_url, add_token(course.site, person.name)) as client:
            for place, lesson in enumerate(track):
                now = person.after(place / max(1, len(track) - 1))
                folder = fetch_lesson(home, lesson, client)
                for variant, key in course.handed_out(lesson, person.name):
                    ops = answer_ops(now, variant, key, course.seed)
                    _answer(open_task(folder, variant.task), ops)
                submit_lesson(home, lesson, client)
                done += 1
                progress(done, total)
    return done


def _answer(widget: CritiqueWidget[Any, Any], ops: Sequence[Op]) -> None:
    """Send one task's actions to its widget, as its page would."""
    for op in in_bursts(ops):
        reply = widget.receive({"kind": "op", "id": uuid.uuid4().hex, "op": op})
        if reply["kind"] != "ack":
            msg = f"{widget.public.lesson}/{widget.public.task}: {reply}"
            raise RefusedError(msg)
    widget.close()


@dataclass(frozen=True)
class Results:
    """Points of the whole course by learner, as shares of what could be had."""

    share: Mapping[str, float]

    @classmethod
    def of(cls, records: Sequence[GradeRecord]) -> Results:
        """Sum up grade records of any lessons."""
        earned: dict[str, float] = {}
        most: dict[str, float] = {}
        for record in records:
            name = record.learner
            earned[name] = earned.get(name, 0.0) + record.points
            most[name] = most.get(name, 0.0) + sum(task.max_points for task in record.tasks)
        return cls({name: earned[name] / most[name] for name in earned})

    def ability_score_r(self, people: Sequence[SimulatedLearner]) -> float:
        """Pearson's r between planted ability and share of points, over the honest learners."""
        honest = [person for person in people if person.strategy == "honest"]
        return correlation([p.d_prime for p in honest], [self.share[p.name] for p in honest])

    def cheaters(self, people: Sequence[SimulatedLearner]) -> dict[str, float]:
        """Share that each cheat earned; the best one where there are several."""
        scores: dict[str, float] = {}
        for person in people:
            if person.strategy != "honest":
                best = max(scores.get(person.strategy, 0.0), self.share[person.name])
                scores[person.strategy] = round(best, 4)
        return scores

    def ability_table(
        self, people: Sequence[SimulatedLearner]
    ) -> list[tuple[str, int, float, float, float]]:
        """Rows of (ability from–to, learners, mean, lowest, highest share of points)."""
        rows = []
        for low in (0.0, 0.5, 1.0, 1.5, 2.0, 2.5):
            top = low + 0.5
            group = [
                self.share[p.name]
                for p in people
                if p.strategy == "honest" and low <= p.d_prime and (p.d_prime < top or top == 3.0)
            ]
            if group:
                label = f"{low:.1f}–{top:.1f}"
                rows.append((label, len(group), fmean(group), min(group), max(group)))
        return rows
