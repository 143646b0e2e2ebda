"""nbgrader's exchange over a real portal: fetch, submit, list, release, collect."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import parse_utc

from hoichan.exchange import (
    HoichanList,
    HoichanSubmit,
    LessonExchangeError,
    fetch_lesson,
    list_lessons,
    submit_lesson,
)
from hoichan.portal_client import PortalClient, PortalError
from hoichan.schema.documents import read_pool
from hoichan.schema.portal import LessonMeta, Receipt
from hoichan.schema.site import SitePaths
from hoichan.schema.text import Bilingual
from hoichan_grader.exchange import collect_lesson, release_lesson
from hoichan_hub.portal import PortalSettings, add_token, running_portal

FIXTURES = Path(__file__).parents[1] / "fixtures"
NOTEBOOK = json.dumps({"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()


class World:
    """A site with a released lesson, a running portal, and a home for each learner."""

    def __init__(self, root, url, tokens, meta):
        self.site, self.url, self.tokens, self.meta = SitePaths(root), url, tokens, meta
        self.lesson = meta.id
        self.made = []

    def client(self, name):
        client = PortalClient(self.url, self.tokens[name], pause=lambda seconds: None)
        self.made.append(client)
        return client

    def home(self, name):
        home = self.site.home(name)
        home.mkdir(parents=True, exist_ok=True)
        return home

    def folder(self, name):
        return self.home(name) / self.lesson

    def write_answer(self, name, text):
        path = self.folder(name) / "answers" / f"{self.meta.tasks[0]}.json"
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps({"text": text}), encoding="utf-8")
        return path

    def collect(self, **options):
        return collect_lesson(self.site.course, self.lesson, self.client("co-hoa"), **options)

    def submitted(self, name):
        return self.site.course / "submitted" / name / self.lesson


@pytest.fixture
def world(tmp_path):
    root = tmp_path / "site"
    site = SitePaths(root)
    pools = [FIXTURES / "small_pool.json", FIXTURES / "small_x2_pool.json"]
    tasks = []
    for file in pools:
        pool = read_pool(file.read_bytes())
        site.pool(pool.lesson, pool.task).parent.mkdir(parents=True, exist_ok=True)
        site.pool(pool.lesson, pool.task).write_bytes(file.read_bytes())
        tasks.append(pool.task)
        lesson = pool.lesson
    site.course_secret.write_text("cd" * 32, encoding="ascii")
    meta = LessonMeta(
        id=lesson,
        title=Bilingual(vi="Đọc số", en="Reading numbers"),
        pillar="skillset",
        minutes=60,
        points=70,
        tasks=tuple(tasks),
    )
    release = site.course / "release" / lesson
    release.mkdir(parents=True)
    (release / f"{lesson}.ipynb").write_bytes(NOTEBOOK)
    tokens = {name: add_token(site, name) for name in ("lan", "minh")}
    tokens["co-hoa"] = add_token(site, "co-hoa", "instructor")
    with running_portal(PortalSettings(site=site)) as url:
        made = World(root, url, tokens, meta)
        release_lesson(site.course, meta, made.client("co-hoa"))
        yield made
        for client in made.made:
            client.close()


def test_fetch_submit_collect(world):
    folder = fetch_lesson(world.home("lan"), world.lesson, world.client("lan"))
    variants = sorted(path.name for path in (folder / "variants").iterdir())
    assert variants == sorted(f"{task}.json" for task in world.meta.tasks)
    answer = world.write_answer("lan", "một")

    receipt = submit_lesson(world.home("lan"), world.lesson, world.client("lan"))
    assert Receipt.model_validate_json((folder / ".receipt.json").read_bytes()) == receipt
    assert [file.path for file in receipt.files] == [f"answers/{answer.name}", "s1_small.ipynb"]

    (done,) = world.collect()
    assert (done.outcome, done.receipt) == ("new", receipt)
    target = world.submitted("lan")
    assert (target / "answers" / answer.name).read_bytes() == answer.read_bytes()
    assert (target / "s1_small.ipynb").read_bytes() == NOTEBOOK
    assert json.loads((target / "receipt.json").read_text("utf-8"))["id"] == receipt.id
    known = CourseDirectory(root=str(world.site.course)).get_existing_timestamp(str(target))
    assert known == parse_utc(receipt.received_at)


def test_real_variants_differ_and_hold_no_key(world):
    texts = {}
    for name in ("lan", "minh"):
        folder = fetch_lesson(world.home(name), world.lesson, world.client(name))
        texts[name] = "".join(p.read_text("utf-8") for p in sorted(folder.glob("variants/*")))
    assert texts["lan"] != texts["minh"]
    for pool_file in (FIXTURES / "small_pool.json", FIXTURES / "small_x2_pool.json"):
        pool = read_pool(pool_file.read_bytes())
        wrong = [w for case in pool.cases for unit in case.units for w in unit.wrong]
        private = [t for w in wrong for t in (w.why.vi, w.why.en, w.check.vi, w.check.en) if t]
        assert private
        found = [text for text in private if any(text in given for given in texts.values())]
        assert found == []
    for word in ("planted", "category", "severity", "wrong", "foil", "asserts", "cdcd"):
        assert word not in texts["lan"] + texts["minh"], word


def test_a_lesson_that_is_there_is_left_alone(world):
    fetch_lesson(world.home("lan"), world.lesson, world.client("lan"))
    answer = world.write_answer("lan", "giữ lại")
    notebook = world.folder("lan") / "s1_small.ipynb"
    notebook.write_bytes(b'{"cells": [], "mine": true}')
    variant = next((world.folder("lan") / "variants").iterdir())
    kept = variant.read_bytes()
    variant.unlink()

    with pytest.raises(LessonExchangeError) as caught:
        fetch_lesson(world.home("lan"), world.lesson, world.client("lan"))
    assert caught.value.code == "already_here"
    assert not variant.exists()

    fetch_lesson(world.home("lan"), world.lesson, world.client("lan"), replace_missing=True)
    assert variant.read_bytes() == kept
    assert b"mine" in notebook.read_bytes()
    assert "giữ" in json.loads(answer.read_text("utf-8"))["text"]


def test_fetch_leaves_nothing_behind_when_it_fails(world):
    with pytest.raises(LessonExchangeError) as caught:
        fetch_lesson(world.home("lan"), "s9_other", world.client("lan"))
    assert caught.value.code == "lesson_unknown"
    assert list(world.home("lan").iterdir()) == []


def test_answers_from_a_portal_are_never_written(world, monkeypatch):
    fetch_lesson(world.home("lan"), world.lesson, world.client("lan"))
    client = world.client("lan")
    monkeypatch.setattr(
        client, "lesson_files", lambda lesson: {"answers/x1.json": b"{}", "a.png": b"1"}
    )
    fetch_lesson(world.home("lan"), world.lesson, client, replace_missing=True)
    assert (world.folder("lan") / "a.png").exists()
    assert not (world.folder("lan") / "answers").exists()


def test_submit_says_what_is_missing(world):
    with pytest.raises(LessonExchangeError) as caught:
        submit_lesson(world.home("lan"), world.lesson, world.client("lan"))
    assert caught.value.code == "folder_missing"
    fetch_lesson(world.home("lan"), world.lesson, world.client("lan"))
    (world.folder("lan") / "s1_small.ipynb").unlink()
    with pytest.raises(LessonExchangeError) as caught:
        submit_lesson(world.home("lan"), world.lesson, world.client("lan"))
    assert caught.value.code == "notebook_missing"
    assert world.client("lan").receipts(world.lesson) == []


def test_copies_in_the_answers_folder_do_not_stop_a_submission(world):
    fetch_lesson(world.home("lan"), world.lesson, world.client("lan"))
    answer = world.write_answer("lan", "một")
    for name in ("x1-Copy1.json", ".x1.json.tmp", "x1.json.bad-1"):
        answer.with_name(name).write_text("{}", encoding="utf-8")
    receipt = submit_lesson(world.home("lan"), world.lesson, world.client("lan"))
    assert [file.path for file in receipt.files] == [f"answers/{answer.name}", "s1_small.ipynb"]


def test_submitting_for_somebody_else_is_refused(world):
    fetch_lesson(world.home("lan"), world.lesson, world.client("lan"))
    coursedir = CourseDirectory(assignment_id=world.lesson, student_id="minh")
    submit = HoichanSubmit(
        coursedir=coursedir, client=world.client("lan"), assignment_dir=str(world.home("lan"))
    )
    with pytest.raises(LessonExchangeError) as caught:
        submit.start()
    assert caught.value.code == "not_supported"
    assert world.client("co-hoa").submissions(world.lesson) == []


def test_list_tells_released_fetched_and_submitted(world):
    home, client = world.home("lan"), world.client("lan")
    (info,) = list_lessons(home, client)
    assert (info["assignment_id"], info["status"]) == (world.lesson, "released")
    fetch_lesson(home, world.lesson, client)
    (info,) = list_lessons(home, client)
    assert (info["status"], info["path"]) == ("fetched", str(world.folder("lan")))
    assert info["notebooks"][0]["notebook_id"] == "s1_small"
    first = submit_lesson(home, world.lesson, client)
    second = submit_lesson(home, world.lesson, client)
    lister = HoichanList(coursedir=CourseDirectory(), client=client, cached=True)
    (group,) = lister.start()
    assert group["student_id"] == "lan"
    assert [one["receipt"] for one in group["submissions"]] == [first.id, second.id]
    assert all(parse_utc(one["timestamp"]) for one in group["submissions"])
    inbound = HoichanList(coursedir=CourseDirectory(), client=world.client("co-hoa"), inbound=True)
    assert [one["receipt"] for one in inbound.start()[0]["submissions"]] == [second.id]
    removing = HoichanList(coursedir=CourseDirectory(), client=client, cached=True, remove=True)
    with pytest.raises(LessonExchangeError):
        removing.start()


def hand_in(world, name, text):
    if not world.folder(name).exists():
        fetch_lesson(world.home(name), world.lesson, world.client(name))
    world.write_answer(name, text)
    return submit_lesson(world.home(name), world.lesson, world.client(name))


def outcomes(done):
    return {one.receipt.learner: one.outcome for one in done}


def test_collect_takes_only_what_is_new(world):
    hand_in(world, "lan", "một")
    assert outcomes(world.collect()) == {"lan": "new"}
    hand_in(world, "minh", "một")
    # As the grader does: the notebook in the collected folder is replaced. It must stay so.
    marker = world.submitted("lan") / "s1_small.ipynb"
    marker.write_bytes(b"placed by the grader")
    assert outcomes(world.collect()) == {"lan": "unchanged", "minh": "new"}
    assert marker.read_bytes() == b"placed by the grader"
    latest = hand_in(world, "lan", "hai")
    assert outcomes(world.collect(update=False)) == {"lan": "kept", "minh": "unchanged"}
    assert marker.read_bytes() == b"placed by the grader"
    assert outcomes(world.collect()) == {"lan": "updated", "minh": "unchanged"}
    assert (
        json.loads((world.submitted("lan") / "receipt.json").read_text("utf-8"))["id"] == latest.id
    )
    assert [path.name for path in world.submitted("lan").parent.iterdir()] == [world.lesson]


def test_collect_one_learner(world):
    hand_in(world, "lan", "một")
    hand_in(world, "minh", "hai")
    assert outcomes(world.collect(learners="minh")) == {"minh": "new"}
    assert not world.submitted("lan").exists()


def test_a_damaged_submission_stops_nobody_else(world):
    bad = hand_in(world, "lan", "một")
    assert outcomes(world.collect()) == {"lan": "new"}
    bad = hand_in(world, "lan", "hai")
    hand_in(world, "minh", "một")
    stored = world.site.portal / "submissions" / world.lesson / "lan" / bad.id / "files"
    (stored / "s1_small.ipynb").write_bytes(b"{}")
    seen = []
    with pytest.raises(LessonExchangeError) as caught:
        world.collect(progress=lambda done, total: seen.append((done, total)))
    assert caught.value.code == "collect_failed"
    assert "lan" in caught.value.text.vi
    assert seen == [(1, 2), (2, 2)]
    assert (world.submitted("minh") / "receipt.json").exists()
    # The one collected before is still whole.
    assert json.loads(
        (world.submitted("lan") / "answers" / f"{world.meta.tasks[0]}.json").read_text()
    )
    assert (world.submitted("lan") / "s1_small.ipynb").read_bytes() == NOTEBOOK


def test_a_learner_cannot_collect_or_release(world):
    hand_in(world, "lan", "một")
    for step in (
        lambda: collect_lesson(world.site.course, world.lesson, world.client("lan")),
        lambda: release_lesson(world.site.course, world.meta, world.client("lan"), force=True),
    ):
        with pytest.raises(LessonExchangeError) as caught:
            step()
        assert caught.value.code == "instructor_only"
        assert isinstance(caught.value.__cause__, PortalError)


CONFIG = """
c = get_config()
c.CourseDirectory.course_id = "hoichan"
c.ExchangeFactory.fetch_assignment = "hoichan.exchange.HoichanFetchAssignment"
c.ExchangeFactory.submit = "hoichan.exchange.HoichanSubmit"
c.ExchangeFactory.list = "hoichan.exchange.HoichanList"
c.ExchangeFactory.release_assignment = "hoichan_grader.exchange.HoichanReleaseAssignment"
c.ExchangeFactory.collect = "hoichan_grader.exchange.HoichanCollect"
"""
LESSON_YAML = """
id: s1_small
pillar: skillset
title: {vi: Đọc số, en: Reading numbers}
goal: {vi: g, en: g}
outcomes: [{vi: o, en: o}]
minutes: 60
datasets: []
tasks:
  - {id: x1, type: span_critique, title: {vi: t, en: t}, points: 28, cases: [a], rules: {planted: [1, 1]}}
  - {id: x2, type: verify_data, title: {vi: t, en: t}, points: 42, cases: [a], rules: {planted: [1, 1]}}
"""


@pytest.mark.slow
def test_nbgrader_commands(world, tmp_path):
    def nbgrader(name, folder, *arguments):
        (folder / "nbgrader_config.py").write_text(CONFIG, encoding="utf-8")
        run = subprocess.run(
            [sys.executable, "-m", "nbgrader", *arguments],
            cwd=folder,
            env={
                "PATH": str(Path(sys.executable).parent),
                "HOME": str(tmp_path / "nobody"),
                "HOICHAN_PORTAL_URL": world.url,
                "HOICHAN_PORTAL_TOKEN": world.tokens[name],
            },
            capture_output=True,
            text=True,
            check=False,
        )
        return run.returncode, run.stdout + run.stderr

    lessons = tmp_path / "notebooks" / "skillset" / "s1_small"
    lessons.mkdir(parents=True)
    (lessons / "lesson.yaml").write_text(LESSON_YAML, encoding="utf-8")
    where = f"--HoichanReleaseAssignment.lessons_folder={tmp_path / 'notebooks'}"
    code, said = nbgrader(
        "co-hoa", world.site.course, "release_assignment", "s1_small", where, "--force"
    )
    assert code == 0, said

    home = world.home("lan")
    code, said = nbgrader("lan", home, "fetch_assignment", "s1_small")
    assert code == 0, said
    assert (home / "s1_small" / "variants" / "x1.json").exists()
    code, said = nbgrader("lan", home, "fetch_assignment", "s1_small")
    assert code == 1
    assert "đã có trong thư mục" in said
    code, said = nbgrader("lan", home, "submit", "s1_small")
    assert code == 0, said
    assert "Receipt: " in said
    code, said = nbgrader("lan", home, "list", "--cached")
    assert "hoichan lan s1_small" in said, said
    code, said = nbgrader("co-hoa", world.site.course, "collect", "s1_small", "--update")
    assert code == 0, said
    assert (world.submitted("lan") / "timestamp.txt").exists()
    assert world.tokens["lan"] not in said
