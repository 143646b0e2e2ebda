"""The lesson with every exercise type, released and fetched: no file tells what only keys know."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from hoichan.cases.variant import make_variant
from hoichan.exchange import fetch_lesson
from hoichan.i18n import areas, strings
from hoichan.portal_client import PortalClient
from hoichan.schema.documents import Practice, read_variant
from hoichan.schema.exercises import module_of
from hoichan.schema.key import Key
from hoichan.schema.numbers import format_number
from hoichan.schema.pool import TaskPool
from hoichan.schema.site import SitePaths
from hoichan.schema.text import LANGS
from hoichan_grader.pipeline import freeze_pools, init_site, release_lesson
from hoichan_grader.pools import load_pools
from hoichan_grader.release import refuse_keys
from hoichan_grader.roster import Learner
from hoichan_grader.sources import Sources
from hoichan_grader.texts import GraderError
from hoichan_hub.portal.serving import running_portal
from hoichan_hub.portal.settings import PortalSettings
from hoichan_hub.portal.tokens import add_token

LESSON = "exercise_types"
SECRET = bytes(range(32))
LEARNER = "an"
SEVERAL = (LEARNER, "binh", "chi", "dung", "giang", "hoa")
SPEC = Sources.of_repository().spec(LESSON)
GRADED = [task.id for task in SPEC.graded]
# What the program says of every error of a kind stands in the library on each learner's computer.
STANDARD = {
    one for area in areas() for text in strings(area).values() for one in (text.vi, text.en)
}
# Reasons worked out by such a sentence are alike wherever claims, patients or references are alike.
WORKED_OUT = [
    re.compile(re.sub(r"\\{\w+\\}", ".+", re.escape(one)))
    for area in ("cases", "citations", "vitals")
    for text in strings(area).values()
    for one in (text.vi, text.en)
    if "{" in one and len(one) >= 30
]
OF_KEYS_ONLY = {
    "planted", "omissions", "foils", "why", "check", "true_text", "ai_right", "proof", "better_why",
    "identifiers", "repairs", "wrong", "mended", "reason_wrong", "reason_right", "mutations",
}  # fmt: skip


@dataclass(frozen=True)
class Fetched:
    """A released lesson as one learner has it, and what stays behind."""

    site: SitePaths
    folder: Path
    pools: dict[str, TaskPool]

    def key(self, task: str) -> Key:
        """The key of what this learner was handed."""
        return make_variant(self.pools[task], SECRET, LEARNER)[1]

    def for_everybody(self) -> list[Path]:
        """The files that all learners get alike."""
        every = (path for path in sorted(self.folder.rglob("*")) if path.is_file())
        return [path for path in every if path.parent.name != "variants"]


@pytest.fixture(scope="module")
def fetched(tmp_path_factory) -> Fetched:
    folder = tmp_path_factory.mktemp("every_type")
    site = SitePaths(folder / "site")
    init_site(site, roster=[Learner(learner=LEARNER, name="Nguyễn Văn An")], secret=SECRET)
    freeze_pools(site, LESSON)
    home = folder / "home"
    home.mkdir()
    with running_portal(PortalSettings.from_environment(site, {})) as url:
        with PortalClient(url, add_token(site, "thay", "instructor")) as staff:
            release_lesson(site, LESSON, client=staff)
        with PortalClient(url, add_token(site, LEARNER)) as learner:
            fetch_lesson(home, LESSON, learner)
    return Fetched(
        site, home / LESSON, {task: load_pools(site, LESSON, task)[0] for task in GRADED}
    )


def texts(value: Any) -> set[str]:
    """Every text in JSON; a notebook's cell as one."""
    if isinstance(value, str):
        return {value}
    if isinstance(value, dict):
        return {text for part in value.values() for text in texts(part)}
    if isinstance(value, list):
        whole = {"".join(value)} if all(isinstance(part, str) for part in value) else set()
        return whole.union(*(texts(part) for part in value))
    return set()


def readable(path: Path) -> str:
    """A file as it is, and with all escapes undone."""
    raw = path.read_text(encoding="utf-8")
    decoded = texts(json.loads(raw)) if path.suffix in (".json", ".ipynb") else set()
    return "\n".join([raw, *sorted(decoded)])


def names(value: Any) -> set[str]:
    """Every name of a field in JSON."""
    if isinstance(value, dict):
        return set(value).union(*(names(part) for part in value.values()))
    return set().union(*(names(part) for part in value)) if isinstance(value, list) else set()


def private(pool: TaskPool) -> set[str]:
    """What the type itself calls private."""
    listed = module_of("cases", pool.type).private_texts(pool)
    return {one for text in listed for one in (text.vi, text.en)}


def secrets(pool: TaskPool) -> set[str]:
    """Sentences of a task that only pool and keys know: the type's list, and what keys hold."""
    found: set[str] = set()
    for learner in SEVERAL:
        variant, key = make_variant(pool, SECRET, learner)
        found |= texts(key.model_dump(mode="json")) - texts(variant.model_dump(mode="json"))
    own = {text for text in found if not any(one.fullmatch(text) for one in WORKED_OUT)}
    return {text for text in own | private(pool) if len(text) >= 12 and " " in text} - STANDARD


def figures(key: Key) -> set[str]:
    """True values of a key's planted figures as they would be printed, when long enough to tell."""
    raw = key.model_dump(mode="json")
    listed = [
        *raw.get("claims", ()),
        *(f for one in raw.get("reports", ()) for f in one["figures"]),
    ]
    values = [entry["value"] for entry in listed if isinstance(entry.get("value"), float)]
    shown = {format_number(v, style, lang) for v in values for style in ("int", "dec1") for lang in LANGS}  # fmt: skip
    return {one for one in shown if len(re.sub(r"\D", "", one)) >= 5}


def test_a_learner_gets_the_notebook_practice_and_own_variants(fetched):
    found = {path.relative_to(fetched.folder).as_posix() for path in fetched.folder.rglob("*.*")}
    practice = {f"practice/{task.id}.json" for task in SPEC.practice}
    variants = {f"variants/{task}.json" for task in GRADED}
    assert len(practice) == len(variants) == 11
    assert {name for name in found if not name.startswith(".")} == {
        f"{LESSON}.ipynb", *practice, *variants,
    }  # fmt: skip


def test_practice_is_handed_out_as_it_was_built(fetched):
    built = Sources.of_repository().lesson_folder(LESSON) / "practice"
    for path in sorted((fetched.folder / "practice").iterdir()):
        assert path.read_bytes() == (built / path.name).read_bytes()
        both = Practice.model_validate_json(path.read_bytes())
        assert both.variant.practice
        assert both.key.task == both.variant.task == path.stem
        assert both.key.task not in GRADED


@pytest.mark.parametrize("task", GRADED)
def test_what_everybody_gets_tells_nothing_of_a_graded_task(fetched, task):
    hidden = secrets(fetched.pools[task])
    assert len(hidden) >= 10
    for path in fetched.for_everybody():
        content = readable(path)
        assert [text for text in sorted(hidden) if text in content] == [], path.name
        assert [one for one in figures(fetched.key(task)) if one in content] == [], path.name
        assert SECRET.hex() not in content


@pytest.mark.parametrize("task", GRADED)
def test_a_variant_tells_nothing_of_its_key(fetched, task):
    path = fetched.folder / "variants" / f"{task}.json"
    content = readable(path)
    shown = read_variant(path.read_bytes())
    assert shown == make_variant(fetched.pools[task], SECRET, LEARNER)[0]
    raw = json.loads(path.read_bytes())
    assert names(raw) & OF_KEYS_ONLY == set()
    hidden = texts(fetched.key(task).model_dump(mode="json")) - texts(raw)
    sentences = [text for text in hidden if len(text) >= 12 and " " in text]
    assert sentences or task == "x5"  # there the key is places in the note
    assert [text for text in sentences if text in content] == []
    assert SECRET.hex() not in content


def plant(fetched: Fetched, folder: Path, name: str, content: str) -> list[Path]:
    """The released files, and one more."""
    copy = folder / "release"
    shutil.copytree(fetched.site.course / "release" / LESSON, copy)
    path = copy / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(content, encoding="utf-8")
    return [path for path in copy.rglob("*") if path.is_file()]


@pytest.mark.parametrize("task", GRADED)
@pytest.mark.parametrize("name", ["notes.json", "practice/p1.json", "more.ipynb", "read me.txt"])
def test_one_private_sentence_stops_the_release(fetched, tmp_path, task, name):
    text = max(private(fetched.pools[task]) - STANDARD, key=len)
    inside = text if name.endswith(".txt") else json.dumps({"cells": [{"source": [text]}]})
    files = plant(fetched, tmp_path, name, inside)
    with pytest.raises(GraderError) as caught:
        refuse_keys(files, list(fetched.pools.values()), SECRET)
    assert name in caught.value.text.en
    assert text in caught.value.text.vi


def reasons(value: Any, *, inside: bool = False) -> set[str]:
    """Every text of a key that says why, or how to check."""
    if isinstance(value, dict):
        parts = ((inside or name in ("why", "check"), part) for name, part in value.items())
        return {text for within, part in parts for text in reasons(part, inside=within)}
    if isinstance(value, list):
        return {text for part in value for text in reasons(part, inside=inside)}
    return {value} if inside and isinstance(value, str) else set()


@pytest.mark.parametrize("task", GRADED)
def test_every_reason_that_an_author_wrote_stops_the_release(fetched, tmp_path, task):
    pool = fetched.pools[task]
    keys = [make_variant(pool, SECRET, learner)[1] for learner in SEVERAL]
    own = {text for key in keys for text in reasons(key.model_dump(mode="json"))} & secrets(pool)
    if task == "x8":  # how to check is said alike of many patients
        own = {text for text in own if text in private(pool)}
    assert own or task == "x5"
    path = tmp_path / "notes.txt"
    for text in own:
        path.write_text(text, encoding="utf-8")
        with pytest.raises(GraderError):
            refuse_keys([path], [pool], SECRET)


@pytest.mark.parametrize("task", GRADED)
def test_a_whole_key_stops_the_release(fetched, tmp_path, task):
    pool = fetched.pools[task]
    variant, key = make_variant(pool, SECRET, LEARNER)
    as_practice = Practice.model_validate({"variant": variant, "key": key}).model_dump_json()
    pools = list(fetched.pools.values())
    for place, name in enumerate((f"practice/{task}.json", "key.json", "key.txt")):
        content = as_practice if place == 0 else key.model_dump_json()
        files = plant(fetched, tmp_path / str(place), name, content)
        with pytest.raises(GraderError):
            refuse_keys(files, pools, SECRET)
    refuse_keys(plant(fetched, tmp_path / "harmless", "key.txt", "Chúc vui."), pools, SECRET)


@pytest.fixture
def own(fetched, tmp_path) -> tuple[SitePaths, Path]:
    """A copy of the site, and one of the lesson as its author has it."""
    shutil.copytree(fetched.site.root, tmp_path / "site")
    lesson = tmp_path / LESSON
    shutil.copytree(Sources.of_repository().lesson_folder(LESSON), lesson)
    return SitePaths(tmp_path / "site"), lesson


def test_the_real_release_stops_at_a_planted_sentence(fetched, own):
    site, lesson = own
    path = lesson / "practice" / "p8.json"
    reason = next(iter(module_of("cases", "triage_role").private_texts(fetched.pools["x8"]))).vi
    both = json.loads(path.read_bytes())
    both["key"]["patients"][0]["why"]["vi"] += f" “{reason}”"
    path.write_text(json.dumps(both), encoding="utf-8")  # every Vietnamese letter escaped
    with pytest.raises(GraderError) as caught:
        release_lesson(site, LESSON, notebook=lesson / f"{LESSON}.ipynb", publish=False)
    assert "p8.json" in caught.value.text.vi
    assert reason in caught.value.text.vi


def test_answers_of_an_author_to_practice_are_not_released(own):
    site, lesson = own
    answers = lesson / "practice" / "answers" / "p1.json"
    answers.parent.mkdir(exist_ok=True)
    answers.write_text("{}", encoding="utf-8")
    files = release_lesson(site, LESSON, notebook=lesson / f"{LESSON}.ipynb", publish=False)
    released = {path.relative_to(site.course / "release" / LESSON).as_posix() for path in files}
    assert released == {f"{LESSON}.ipynb", *(f"practice/{task.id}.json" for task in SPEC.practice)}


def test_the_secret_is_found_and_not_repeated(fetched, tmp_path):
    files = plant(fetched, tmp_path, "setup.txt", f"khoá: {SECRET.hex()}")
    with pytest.raises(GraderError) as caught:
        refuse_keys(files, list(fetched.pools.values()), SECRET)
    assert "setup.txt" in caught.value.text.vi
    assert SECRET.hex() not in str(caught.value)
