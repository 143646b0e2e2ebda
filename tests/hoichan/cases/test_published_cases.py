"""Every published case is good, and every lesson's pools give learners sound variants."""

import pytest

from hoichan.authoring.places import Places
from hoichan.cases.library import published, ready_case
from hoichan.cases.pool import build_pool
from hoichan.cases.variant import make_variant
from hoichan.cases.variant_check import VariantCheck
from hoichan.cases.yaml_source import read_yaml
from hoichan.schema.lesson import LessonSpec

PLACES = Places.here()
TASKS = [
    (folder.name, task)
    for folder in PLACES.lesson_folders().values()
    for task in read_yaml(folder / "lesson.yaml", LessonSpec)[0].tasks
]
SECRET = b"not the secret of any course....."
LEARNERS = 60
DRAWN_OFTEN = 12  # so often is a wrong wording drawn on average, that none is left out by chance


@pytest.mark.parametrize("name", PLACES.case_folders())
def test_a_published_case_is_good(name):
    ready_case(PLACES.case_folders()[name])


@pytest.mark.parametrize(("lesson", "task"), TASKS, ids=[f"{x}/{t.id}" for x, t in TASKS])
def test_variants_of_a_lesson_are_sound(lesson, task):
    cases = [ready_case(PLACES.case_folders()[name]) for name in task.cases]
    pool = build_pool(task, lesson, cases)
    tables = published({name for case in cases for name in case.datasets}, PLACES.root)
    check = VariantCheck(pool, tables)
    used, thirds = set(), [0, 0, 0]
    wordings = {
        (case.id, unit.id, wrong.id)
        for case in cases
        if pool.type == "span_critique"
        for unit in case.units
        for wrong in unit.wrong
    }
    learners = max(LEARNERS, DRAWN_OFTEN * len(wordings) // max(1, task.rules.planted[0]))
    for number in range(learners):
        attempt = 1 + number % 2 if task.forms else 1  # the third form comes at a second attempt
        public, key = make_variant(pool, SECRET, f"nv{number}", attempt)
        if number < 5:
            assert check.problems(public, key) == []
        if pool.type != "span_critique":
            continue
        used |= {(entry.case, entry.unit, entry.wording) for entry in key.planted}
        lengths = {answer.aid: len(answer.units) for answer in public.answers}
        for entry in key.planted:
            place = int(entry.uid.partition(".u")[2]) - 1
            thirds[place * 3 // lengths[entry.aid]] += 1
    if pool.type == "span_critique":
        assert len(used) > 0.9 * len(wordings)
        assert min(thirds) > 0.2 * sum(thirds), thirds
