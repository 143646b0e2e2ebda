"""Whether the parts of ``case.yaml`` agree: ids, names of truths and units, what a kind allows."""

from __future__ import annotations

from collections.abc import Iterator

from hoichan.cases.errors import Problem
from hoichan.cases.source import CaseSource, Source
from hoichan.cases.spec import SpecHead
from hoichan.cases.yaml_source import Place, nearest

TRUTH = ("số liệu (truths)", "truth")
UNIT = ("nhận định (units)", "unit")


def folder_problems(source: Source[SpecHead]) -> Iterator[Problem]:
    """Whether the case is called like its folder."""
    name = source.folder.resolve().name
    if source.spec.id != name:
        yield source.lines.problem(
            ("id",),
            f"id “{source.spec.id}” phải trùng tên thư mục “{name}”.",
            f'id "{source.spec.id}" must be the folder\'s name "{name}".',
        )


def name_problems(source: CaseSource) -> Iterator[Problem]:
    """Ids that stand twice."""
    spec = source.spec
    groups: list[tuple[Place, list[str]]] = [
        (("units",), [unit.id for unit in spec.units]),
        (("must_have",), [must.id for must in spec.must_have]),
        (("evidence",), [table.id for table in spec.evidence]),
    ]
    groups += [
        (("units", place, "wrong"), [wrong.id for wrong in unit.wrong])
        for place, unit in enumerate(spec.units)
    ]
    for where, ids in groups:
        for place, name in enumerate(ids):
            if name in ids[:place]:
                yield source.lines.problem(
                    (*where, place), f"id “{name}” bị dùng hai lần.", f'id "{name}" is used twice.'
                )


def reference_problems(source: CaseSource) -> Iterator[Problem]:
    """Truths and units that are named but do not exist."""
    yield from _derived(source)
    truths = list(source.spec.truths)
    for number, unit in enumerate(source.spec.units):
        for name in unit.about:
            if name not in truths:
                yield _unknown(source, ("units", number, "about"), name, truths)
        for index, wrong in enumerate(unit.wrong):
            where: Place = ("units", number, "wrong", index, "shows")
            for name, shown in wrong.shows.items():
                for used in (name, shown) if isinstance(shown, str) else (name,):
                    if used not in truths:
                        yield _unknown(source, (*where, name), used, truths)
    units = [unit.id for unit in source.spec.units]
    for number, must in enumerate(source.spec.must_have):
        if must.unit not in units:
            place: Place = ("must_have", number, "unit")
            yield _unknown(source, place, must.unit, units, UNIT)


def _derived(source: CaseSource) -> Iterator[Problem]:
    """Truths that point to others: ``also`` and ``of``."""
    truths = source.spec.truths
    for name, entry in truths.items():
        place: Place = ("truths", name)
        for other in (*entry.also, *([entry.of] if entry.of else [])):
            if other not in truths:
                yield _unknown(source, place, other, list(truths))
            elif other == name:
                yield source.lines.problem(
                    place, f"“{name}” trỏ vào chính nó.", f'"{name}" points to itself.'
                )
            elif entry.of and truths[other].of:
                yield source.lines.problem(
                    place,
                    f"“{name}” phải suy ra từ một phép đo, không từ số suy ra khác.",
                    f'"{name}" must be derived from a measured truth, not from a derived one.',
                )


def _unknown(
    source: CaseSource,
    place: Place,
    name: str,
    among: list[str],
    what: tuple[str, str] = TRUTH,
) -> Problem:
    hint = nearest(name, among)
    return source.lines.problem(
        place,
        f"Không có {what[0]} “{name}”" + (f"; có phải là “{hint}”?" if hint else "."),
        f'There is no {what[1]} "{name}"' + (f'; did you mean "{hint}"?' if hint else "."),
    )


def rule_problems(source: CaseSource) -> Iterator[Problem]:
    """What the kinds of case do not allow."""
    spec = source.spec
    plantable = {unit.id for unit in spec.units if unit.wrong}
    for number, unit in enumerate(spec.units):
        place: Place = ("units", number)
        if unit.unverifiable and spec.type != "verify_data":
            yield source.lines.problem(
                place,
                f"“{unit.id}”: unverifiable chỉ dùng cho verify_data.",
                f'"{unit.id}": unverifiable is for verify_data only.',
            )
        if unit.unverifiable and unit.wrong:
            yield source.lines.problem(
                place,
                f"“{unit.id}”: nhận định không kiểm được thì không có cách viết sai.",
                f'"{unit.id}": a claim that cannot be checked has no wrong wording.',
            )
    for number, must in enumerate(spec.must_have):
        if must.severity is not None and must.unit in plantable:
            yield source.lines.problem(
                ("must_have", number),
                f"“{must.id}”: nhận định “{must.unit}” vừa có thể bị bỏ ra, vừa có cách viết sai. "
                "Chỉ giữ một trong hai.",
                f'"{must.id}": unit "{must.unit}" may be left out and also has wrong wordings. '
                "Keep one of the two.",
            )
    if spec.must_have and spec.type != "span_critique":
        yield source.lines.problem(
            ("must_have",),
            "must_have chỉ dùng cho span_critique.",
            "must_have is for span_critique only.",
        )
