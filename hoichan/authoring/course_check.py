"""The lessons held against the map of the course: what is there, what fits, what is still open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from hoichan.authoring.lesson import LessonSource, read_lesson
from hoichan.authoring.places import Places
from hoichan.cases.errors import CaseError, PoolError, Problem
from hoichan.cases.library import ready_case
from hoichan.cases.pool import build_pool
from hoichan.cases.variant import make_variant
from hoichan.cases.yaml_source import read_yaml
from hoichan.schema.case import CaseHead, CompiledCase
from hoichan.schema.course import ROLES, CourseMap, Module
from hoichan.schema.lesson import LessonSpec, TaskSpec
from hoichan.schema.pool import TaskPool
from hoichan.schema.taxonomy import Category, Difficulty
from hoichan.schema.text import LANGS, Bilingual, Lang

MAP = "course.yaml"
LEARNERS = 24  # so many variants are drawn of each graded task
DISTINCT = 20  # and so many of them have to differ
CASES = 60
CASES_OF_A_ROLE = 6
# What a lesson consists of, by the labels of its blocks; tasks stand in blocks between them.
BLOCKS = ("story", "worked", "debrief", "reflect")
BLOCKS_OF_A_TEST = ("debrief", "reflect")  # what is taught before it would spoil the measurement
# Unhurried reading of a text with numbers; Vietnamese is counted by syllable.
WORDS_A_MINUTE: Mapping[Lang, int] = {"vi": 200, "en": 180}
_SECRET = b"hoichan course check"
_OWN = {"variant", "learner"}


@dataclass(frozen=True)
class Row:
    """One module: what its lesson has, and what is to be mended."""

    module: Module
    written: bool = False
    cases: frozenset[str] = frozenset()
    variants: int = 0
    categories: frozenset[Category] = frozenset()
    levels: frozenset[Difficulty] = frozenset()
    drafts: int = 0
    problems: tuple[Problem, ...] = ()


@dataclass
class Library:
    """Cases read once, whatever lessons use them; ``read`` may hold some that were read before."""

    places: Places
    read: dict[str, CaseHead] = field(default_factory=dict)

    def cases(self, names: Iterable[str]) -> list[CaseHead]:
        """Those of ``names`` that there are.

        Raises:
            CaseError: one has mistakes.
        """
        folders = self.places.case_folders()
        for name in names:
            if name in folders and name not in self.read:
                self.read[name] = ready_case(folders[name])
        return [self.read[name] for name in names if name in self.read]


def read_map(places: Places) -> CourseMap:
    """The map of the course.

    Raises:
        CaseError: there is none, or sums do not come out.
    """
    course, _lines = read_yaml(places.root / "notebooks" / MAP, CourseMap)
    return course


def examine(module: Module, library: Library) -> Row:
    """Read one module's lesson, draw its variants and compare it with the map."""
    folder = library.places.lesson_folders().get(module.lesson)
    if folder is None:
        return Row(module, problems=(_missing(library.places, module),))
    file = folder / "lesson.yaml"
    try:
        source = read_lesson(folder)
        spec = source.spec
        found = library.cases([name for task in spec.tasks for name in task.cases])
        pools = [build_pool(task, spec.id, found) for task in spec.graded]
        for task in spec.graded:
            build_pool(task, spec.id, found, drafts=True)
    except CaseError as error:
        return Row(module, written=True, problems=tuple(error.problems))
    except PoolError as error:
        return Row(module, written=True, problems=(Problem(str(file), 0, error.text),))
    labels = [block.label for block in source.blocks["vi"]]
    drawn = [_draw(pool) for pool in pools]
    distinct = [each.distinct for each in drawn]
    test = any(task.forms is not None for task in spec.graded)
    wanted = BLOCKS_OF_A_TEST if test else BLOCKS
    said = [
        *_unlike(module, spec),
        *_blocks(labels, wanted),
        *_few(spec.graded, distinct),
        *_too_long(source),
    ]
    if not (test or spec.practice):
        said.append(Bilingual(vi="chưa có bài luyện (practice).", en="there is no practice task."))
    compiled = [case for case in found if isinstance(case, CompiledCase)]
    wrong = [w for case in compiled for unit in case.units for w in unit.wrong]
    left_out = any(item.severity for case in compiled for item in case.must_have)
    return Row(
        module,
        written=True,
        cases=frozenset(case.id for case in found),
        variants=min(distinct, default=0),
        categories=frozenset({w.category for w in wrong})
        | ({Category.CLIN_OMISSION} if left_out else set())
        | frozenset(category for each in drawn for category in each.categories),
        levels=frozenset(w.level for w in wrong),
        drafts=sum(case.review.status == "draft" for case in found) + (spec.reviewer is None),
        problems=tuple(Problem(str(file), 0, text) for text in said),
    )


def _missing(places: Places, module: Module) -> Problem:
    path: Path = places.root / "notebooks" / module.pillar / module.lesson
    return Problem(
        str(path),
        0,
        Bilingual(
            vi=f"bài {module.code} chưa được viết.", en=f"lesson {module.code} is not written yet."
        ),
    )


def _unlike(module: Module, spec: LessonSpec) -> Iterator[Bilingual]:
    """Where a lesson and the map disagree."""
    points = sum(task.points for task in spec.graded) if spec.counts else 0
    pairs = (
        ("pillar", spec.pillar, module.pillar),
        ("title.vi", spec.title.vi, module.title.vi),
        ("title.en", spec.title.en, module.title.en),
        ("minutes", spec.minutes, module.minutes),
        ("points", points, module.points),
    )
    for name, own, wanted in pairs:
        if own != wanted:
            yield Bilingual(
                vi=f"{name} là “{own}”; bản đồ khoá học ghi “{wanted}”.",
                en=f'{name} is "{own}"; the course map has "{wanted}".',
            )
    missing = [kind for kind in module.types if kind not in {task.type for task in spec.graded}]
    if missing:
        yield Bilingual(
            vi=f"thiếu bài tập chấm điểm loại {', '.join(missing)}.",
            en=f"there is no graded task of type {', '.join(missing)}.",
        )


def _blocks(labels: list[str], wanted: tuple[str, ...]) -> Iterator[Bilingual]:
    for label in wanted:
        if label not in labels:
            yield Bilingual(
                vi=f"thiếu phần {{#{label}}}.", en=f"the block {{#{label}}} is missing."
            )


def _too_long(source: LessonSource) -> Iterator[Bilingual]:
    """Reading and doing within the stated minutes; the text says each task's minutes as well."""
    tasks = source.spec.tasks
    unsaid = [task.id for task in tasks if task.minutes is None]
    if unsaid:
        names = ", ".join(unsaid)
        yield Bilingual(vi=f"chưa ghi minutes của {names}.", en=f"{names}: minutes are missing.")
    doing = sum(task.minutes or 0 for task in tasks)
    for lang in LANGS:
        words = sum(len(part.text.split()) for block in source.blocks[lang] for part in block.parts)
        needed = doing + words / WORDS_A_MINUTE[lang]
        if needed > source.spec.minutes:
            yield Bilingual(
                vi=f"bản {lang}: {words} chữ và {doing} phút làm bài cần {needed:.0f} phút, "
                f"bài chỉ có {source.spec.minutes}.",
                en=f"{lang}: {words} words and {doing} minutes of tasks need {needed:.0f} minutes, "
                f"the lesson has {source.spec.minutes}.",
            )


def _few(tasks: tuple[TaskSpec, ...], distinct: list[int]) -> Iterator[Bilingual]:
    for task, number in zip(tasks, distinct, strict=True):
        if number < DISTINCT:
            yield Bilingual(
                vi=f"nhiệm vụ {task.id}: {LEARNERS} người học chỉ có {number} đề khác nhau, "
                f"cần {DISTINCT}.",
                en=f"task {task.id}: {LEARNERS} learners have only {number} different variants, "
                f"{DISTINCT} are needed.",
            )


@dataclass(frozen=True)
class _Drawn:
    """How many of `LEARNERS` variants differ in more than whose they are; what their keys plant."""

    distinct: int
    categories: frozenset[Category]


def _draw(pool: TaskPool) -> _Drawn:
    drawn = [make_variant(pool, _SECRET, f"n{number}") for number in range(LEARNERS)]
    return _Drawn(
        len({variant.model_dump_json(exclude=_OWN) for variant, _ in drawn}),
        frozenset(c for _, key in drawn for c in _planted(key.model_dump(mode="json"))),
    )


def _planted(said: object) -> Iterator[Category]:
    """Every category that stands in a key, whatever its exercise type."""
    if isinstance(said, dict):
        if said.get("category"):
            yield Category(said["category"])
        for inner in said.values():
            yield from _planted(inner)
    elif isinstance(said, list | tuple):
        for inner in said:
            yield from _planted(inner)


def course_problems(rows: list[Row], course: Path) -> list[Problem]:
    """What the course as a whole lacks."""
    said: list[Bilingual] = []
    cases = {name for row in rows for name in row.cases}
    if len(cases) < CASES:
        said.append(_short("tình huống", "cases", len(cases), CASES))
    for role in ROLES:
        own = {name for row in rows if row.module.role == role for name in row.cases}
        if len(own) < CASES_OF_A_ROLE:
            said.append(_short(f"tình huống: {role}", f"cases: {role}", len(own), CASES_OF_A_ROLE))
    for vi, en, known, used in (
        ("loại lỗi", "error categories", set(Category), {c for r in rows for c in r.categories}),
        ("mức khó", "levels of difficulty", set(Difficulty), {d for r in rows for d in r.levels}),
    ):
        if left := sorted(str(each) for each in known - used):
            names = ", ".join(left)
            said.append(Bilingual(vi=f"chưa dùng {vi}: {names}.", en=f"unused {en}: {names}."))
    return [Problem(str(course), 0, text) for text in said]


def _short(vi: str, en: str, number: int, wanted: int) -> Bilingual:
    return Bilingual(vi=f"{vi}: có {number}, cần {wanted}.", en=f"{en}: {number}, need {wanted}.")
