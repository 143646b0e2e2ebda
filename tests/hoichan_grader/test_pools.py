"""Frozen pools: never changed behind a learner's back, older answers keep their own key."""

from __future__ import annotations

import json
import stat

import pytest

from hoichan.cases.variant import make_variant
from hoichan.schema.pool import TaskPool
from hoichan_grader.pools import freeze, load_pools, pool_bytes
from hoichan_grader.texts import GraderError

LESSON = "s1_small"


def reworded(pool: TaskPool) -> TaskPool:
    """The same pool with another first sentence: another content, other variant ids."""
    case = pool.cases[0]
    unit = case.units[0]
    text = unit.true.text.model_copy(update={"vi": unit.true.text.vi + " (đã sửa)"})
    unit = unit.model_copy(update={"true": unit.true.model_copy(update={"text": text})})
    case = case.model_copy(update={"units": (unit, *case.units[1:]), "version": case.version + 1})
    return pool.model_copy(update={"cases": (case, *pool.cases[1:])})


def test_freezing_the_same_again_changes_nothing(course):
    path = course.site.pool(LESSON, "x1")
    before = path.read_bytes()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert [one.outcome for one in freeze(course.site, course.pools.values())] == ["unchanged"] * 2
    assert path.read_bytes() == before
    assert load_pools(course.site, LESSON, "x1") == (course.pools["x1"],)


def test_a_pool_that_learners_have_is_not_changed(course):
    course.submit("an")
    path = course.site.pool(LESSON, "x1")
    before = path.read_bytes()
    with pytest.raises(GraderError) as caught:
        freeze(course.site, [course.pools["x2"], reworded(course.pools["x1"])])
    assert "--new-version" in caught.value.text.vi
    assert "x1" in caught.value.text.en
    assert path.read_bytes() == before


def test_nothing_is_written_when_one_of_two_pools_may_not_change(course):
    other = course.site.pool(LESSON, "x2")
    before = other.read_bytes()
    with pytest.raises(GraderError):
        freeze(course.site, [reworded(course.pools["x2"]), reworded(course.pools["x1"])])
    assert other.read_bytes() == before


def test_before_release_a_pool_may_change_freely(course):
    (course.site.course / "release" / LESSON / f"{LESSON}.ipynb").unlink()
    (course.site.course / "release" / LESSON).rmdir()
    new = reworded(course.pools["x1"])
    assert [one.outcome for one in freeze(course.site, [new])] == ["replaced"]
    assert load_pools(course.site, LESSON, "x1") == (new,)


def test_answers_to_an_older_version_are_graded_with_it(course):
    course.submit("an")
    old, new = course.pools["x1"], reworded(course.pools["x1"])
    assert [one.outcome for one in freeze(course.site, [new], new_version=True)] == ["replaced"]
    assert load_pools(course.site, LESSON, "x1") == (new, old)
    task = course.assess("an").task("x1")
    assert (task.points, task.variant.variant) == (28.0, course.variant("an", "x1")[0].variant)
    assert [one.code for one in task.findings] == ["pool_older"]
    assert not task.findings[0].needs_look

    course.pools["x1"] = new
    course.submit("binh")
    fresh = course.assess("binh").task("x1")
    assert (fresh.points, fresh.findings) == (28.0, ())
    assert make_variant(new, bytes(range(32)), "binh")[0].variant == fresh.variant.variant


def test_going_back_to_an_earlier_pool_keeps_both(course):
    old, new = course.pools["x1"], reworded(course.pools["x1"])
    for pool in (new, old):
        freeze(course.site, [pool], new_version=True)
    assert load_pools(course.site, LESSON, "x1") == (old, new)


def test_a_pool_edited_by_hand_is_noticed(course):
    path = course.site.pool(LESSON, "x1")
    path.write_bytes(pool_bytes(reworded(course.pools["x1"])))
    with pytest.raises(GraderError) as caught:
        load_pools(course.site, LESSON, "x1")
    assert str(path) in caught.value.text.en


@pytest.mark.parametrize("damage", [b"{", b"{}"])
def test_a_damaged_pool_is_named(course, damage):
    path = course.site.pool(LESSON, "x1")
    (path.parent / "versions.json").unlink()
    path.write_bytes(damage)
    with pytest.raises(GraderError) as caught:
        load_pools(course.site, LESSON, "x1")
    assert str(path) in caught.value.text.vi


def test_a_missing_pool_says_what_to_do(course):
    with pytest.raises(GraderError) as caught:
        load_pools(course.site, LESSON, "x9")
    assert f"pools {LESSON}" in caught.value.text.en


def test_the_file_is_plain_json_that_people_can_compare(course):
    text = course.site.pool(LESSON, "x1").read_text("utf-8")
    assert json.loads(text)["task"] == "x1"
    assert text.count("\n") > 100
