import pytest

from hoichan.cases.errors import PoolError
from hoichan.cases.pool import build_pool
from hoichan.schema.case import PlantRules
from hoichan.schema.lesson import TaskSpec


def spec(pool, **fields):
    """The task that a pool was built for."""
    content = {
        "id": pool.task,
        "type": pool.type,
        "title": pool.title,
        "points": pool.points,
        "cases": tuple(case.id for case in pool.cases),
        "tables": getattr(pool, "tables", ()),
        "rules": pool.rules,
    }
    return TaskSpec(**{**content, **fields})


def test_a_pool_holds_what_the_task_says(critique_pool, verify_pool):
    for pool in (critique_pool, verify_pool):
        assert build_pool(spec(pool), pool.lesson, reversed(pool.cases)) == pool


MISTAKES = [
    ("critique_pool", {"cases": ("small-noi", "nowhere")}, "there is no case nowhere"),
    ("critique_pool", {"cases": ("small-noi", "small-noi")}, "none of them twice"),
    ("critique_pool", {"cases": ()}, "at least one case"),
    ("critique_pool", {"type": "verify_data"}, "is of type span_critique"),
    ("critique_pool", {"rules": PlantRules(planted=(0, 2), clean_answers=0.5)}, "with at least 1"),
    ("critique_pool", {"rules": PlantRules(planted=(3, 2), clean_answers=0.5)}, "[least, most]"),
    ("critique_pool", {"rules": PlantRules(planted=(1, 2), clean_answers=0.9)}, "too large"),
    ("critique_pool", {"rules": PlantRules(planted=(9, 9), clean_answers=0.5)}, "do not offer 9-9"),
    ("critique_pool", {"rules": PlantRules(planted=(2, 3), categories=7, clean_answers=0.5)},
     "at least 7 categories"),
    ("verify_pool", {"tables": ()}, "add it to tables"),
    ("verify_pool", {"rules": PlantRules(planted=(1, 2), units=12)}, "do not offer 12 claims"),
    ("verify_pool", {"rules": PlantRules(planted=(1, 1), units=5)}, "more than half"),
    ("verify_pool", {"rules": PlantRules(planted=(1, 2), units=5, categories=6)}, "do not offer"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "fields", "says"), MISTAKES, ids=[m[2] for m in MISTAKES])
def test_a_pool_that_cannot_keep_its_rules_is_refused(request, name, fields, says):
    pool = request.getfixturevalue(name)
    with pytest.raises(PoolError) as caught:
        build_pool(spec(pool, **fields), pool.lesson, pool.cases)
    assert says in caught.value.text.en
    assert caught.value.text.vi
