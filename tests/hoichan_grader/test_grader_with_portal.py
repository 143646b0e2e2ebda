"""Release, hand-in and collect through the real submission service, then grading."""

from __future__ import annotations

import json
import shutil

import pytest
import yaml

from hoichan.exchange import fetch_lesson, submit_lesson
from hoichan.portal_client import PortalClient
from hoichan_grader.pipeline import collect, grade_lesson, release_lesson
from hoichan_grader.sources import Sources
from hoichan_grader.texts import GraderError
from hoichan_hub.portal.serving import running_portal
from hoichan_hub.portal.settings import PortalSettings
from hoichan_hub.portal.tokens import add_token

LESSON = "s1_small"


@pytest.fixture
def sources(course, tmp_path) -> Sources:
    """The small lesson as an author's folder."""
    folder = tmp_path / "project" / "notebooks" / "skillset" / LESSON
    folder.mkdir(parents=True)
    both = {"vi": "Bài nhỏ", "en": "Small lesson"}
    spec = {
        "id": LESSON, "pillar": "skillset", "title": both, "goal": both, "outcomes": [both],
        "minutes": 10, "datasets": [],
        "tasks": [
            {"id": pool.task, "type": pool.type, "title": both, "points": pool.points, "cases": [],
             "rules": {"planted": [1, 2]}}
            for pool in course.pools.values()
        ],
    }  # fmt: skip
    (folder / "lesson.yaml").write_text(yaml.safe_dump(spec), encoding="utf-8")
    shutil.copyfile(
        course.site.course / "source" / LESSON / f"{LESSON}.ipynb", folder / f"{LESSON}.ipynb"
    )
    return Sources.of_repository(tmp_path / "project")


def hand_in(course, client: PortalClient, home, learner: str, *, right: bool = True):
    """Fetch, answer what was fetched, submit."""
    folder = home / learner / LESSON
    if not folder.exists():
        (home / learner).mkdir(parents=True)
        fetch_lesson(home / learner, LESSON, client)
    (folder / "answers").mkdir(exist_ok=True)
    for task in ("x2", "x1"):
        handed_out = json.loads((folder / "variants" / f"{task}.json").read_text("utf-8"))
        sheet = course.sheet(learner, task, right=right)
        assert handed_out["variant"] == sheet["variant"]
        path = folder / "answers" / f"{task}.json"
        path.write_text(json.dumps(sheet, ensure_ascii=False), encoding="utf-8")
    return submit_lesson(home / learner, LESSON, client)


def test_from_release_to_grades_through_the_service(course, sources, tmp_path):
    site = course.site
    with running_portal(PortalSettings.from_environment(site, {})) as url:
        staff = PortalClient(url, add_token(site, "thay", "instructor"))
        release_lesson(site, LESSON, sources=sources, client=staff)
        clients = {name: PortalClient(url, add_token(site, name)) for name in ("an", "binh")}
        receipt = hand_in(course, clients["an"], tmp_path / "homes", "an")
        hand_in(course, clients["binh"], tmp_path / "homes", "binh", right=False)
        assert collect(site, LESSON, client=staff) == ["an", "binh"]
        first = grade_lesson(site, LESSON)
        assert [(one.learner, one.points, one.findings) for one in first.records] == [
            ("an", 70.0, ()), ("binh", 0.0, ()),
        ]  # fmt: skip
        assert first.records[0].receipt == receipt.id
        assert first.records[0].submitted_at.replace("+00:00", "") in receipt.received_at

        hand_in(course, clients["binh"], tmp_path / "homes", "binh")
        assert collect(site, LESSON, client=staff) == ["an", "binh"]
        again = grade_lesson(site, LESSON)
        assert [one.points for one in again.records] == [70.0, 70.0]
        for client in (staff, *clients.values()):
            client.close()


def test_a_learner_can_neither_release_nor_collect(course, sources):
    site = course.site
    with running_portal(PortalSettings.from_environment(site, {})) as url:
        staff = PortalClient(url, add_token(site, "thay", "instructor"))
        release_lesson(site, LESSON, sources=sources, client=staff)
        with PortalClient(url, add_token(site, "an")) as learner:
            with pytest.raises(GraderError):
                release_lesson(site, LESSON, sources=sources, client=learner)
            with pytest.raises(GraderError) as caught:
                collect(site, LESSON, client=learner)
        assert caught.value.text.vi != caught.value.text.en
        staff.close()


def test_without_a_service_the_message_says_what_is_missing(course, monkeypatch):
    monkeypatch.delenv("HOICHAN_PORTAL_URL", raising=False)
    with pytest.raises(GraderError) as caught:
        collect(course.site, LESSON)
    assert "HOICHAN_PORTAL_URL" in caught.value.text.en
