"""The demo's class: simulated learners who fetch, answer through the widgets, and submit.

Each learner does what a browser does: takes their own files from the submission service, sends the
widget one message an action, and hands in through nbgrader's exchange under their own token.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import correlation, fmean
from typing import Any

from hoichan.cases.variant import make_variant
from hoichan.exchange import fetch_lesson, submit_lesson
from hoichan.portal_client import PortalClient
from hoichan.schema.portal import Receipt
from hoichan.schema.report import GradeRecord
from hoichan.schema.site import SitePaths
from hoichan.widgets.base import CritiqueWidget
from hoichan.widgets.opening import open_task
from hoichan_grader.pools import load_pools
from hoichan_grader.roster import Learner
from hoichan_grader.simulation import Op, SimulatedLearner, answer_ops
from hoichan_grader.site_setup import read_secret
from hoichan_hub.portal.tokens import add_token

_FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Vũ", "Đặng", "Bùi", "Đỗ")
_GIVEN = ("An", "Bình", "Chi", "Dung", "Giang", "Hà", "Khánh", "Lan", "Minh", "Ngọc")


def roster(people: Sequence[SimulatedLearner], visitor: str) -> list[Learner]:
    """The class list: the simulated learners and one seat for whoever tries the demo by hand."""
    seats = [
        Learner(
            learner=person.name,
            name=f"{_FAMILY[i % len(_FAMILY)]} {_GIVEN[(i // 4) % len(_GIVEN)]} (mô phỏng)",
            lang=person.lang,
            group="mo-phong",
        )
        for i, person in enumerate(people)
    ]
    return [*seats, Learner(learner=visitor, name="Học viên", lang="vi", group="khach")]


@dataclass(frozen=True)
class Course:
    """The lesson that the class takes. ``seed`` fixes what simulated learners do."""

    site: SitePaths
    lesson: str
    tasks: tuple[str, ...]
    seed: int


def hold_class(
    course: Course,
    people: Sequence[SimulatedLearner],
    portal_url: str,
    progress: Callable[[int, int], None],
) -> list[Receipt]:
    """Everybody fetches, answers and submits; returns the receipts in order."""
    site, lesson = course.site, course.lesson
    pools = {task: load_pools(site, lesson, task)[0] for task in course.tasks}
    secret = read_secret(site)
    receipts = []
    for done, person in enumerate(people, start=1):
        with PortalClient(portal_url, add_token(site, person.name)) as client:
            home = site.home(person.name)
            home.mkdir(parents=True, exist_ok=True)
            folder = fetch_lesson(home, lesson, client)
            for task, pool in pools.items():
                variant, key = make_variant(pool, secret, person.name)
                _answer(open_task(folder, task), answer_ops(person, variant, key, course.seed))
            receipts.append(submit_lesson(home, lesson, client))
        progress(done, len(people))
    return receipts


def _answer(widget: CritiqueWidget[Any, Any], ops: Sequence[Op]) -> None:
    """Send one task's actions to its widget, as its page would."""
    for op in ops:
        widget.receive({"kind": "op", "id": uuid.uuid4().hex, "op": op})
    widget.close()


def ability_score_r(people: Sequence[SimulatedLearner], records: Sequence[GradeRecord]) -> float:
    """Pearson's r between planted ability and points, over the honest learners."""
    points = {record.learner: record.points for record in records}
    honest = [person for person in people if person.strategy == "honest"]
    return correlation([p.d_prime for p in honest], [points[p.name] for p in honest])


def cheater_scores(
    people: Sequence[SimulatedLearner], records: Sequence[GradeRecord]
) -> dict[str, float]:
    """Share of all points (0 to 1) that each cheat earned; the best one where there are several."""
    share = {record.learner: share_of_points(record) for record in records}
    scores: dict[str, float] = {}
    for person in people:
        if person.strategy != "honest":
            best = max(scores.get(person.strategy, 0.0), share[person.name])
            scores[person.strategy] = round(best, 4)
    return scores


def share_of_points(record: GradeRecord) -> float:
    """Points earned over points that could be had."""
    return record.points / sum(task.max_points for task in record.tasks)


def ability_table(
    people: Sequence[SimulatedLearner], records: Sequence[GradeRecord]
) -> list[tuple[str, int, float, float, float]]:
    """Rows of (ability from–to, learners, mean, lowest, highest share of points)."""
    share = {record.learner: share_of_points(record) for record in records}
    rows = []
    for low in (0.0, 0.5, 1.0, 1.5, 2.0, 2.5):
        top = low + 0.5
        group = [
            share[p.name]
            for p in people
            if p.strategy == "honest" and low <= p.d_prime and (p.d_prime < top or top == 3.0)
        ]
        if group:
            rows.append((f"{low:.1f}–{top:.1f}", len(group), fmean(group), min(group), max(group)))
    return rows
