"""X11: snippets with planted bugs; every one of them was run and changes the result."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Literal

import pandas as pd
from pydantic import Field

from hoichan import data
from hoichan.cases.dice import Dice
from hoichan.cases.errors import CaseError, PoolError, Problem
from hoichan.cases.head import Head
from hoichan.cases.labels import Label
from hoichan.cases.library import published
from hoichan.cases.pool import Mistake
from hoichan.cases.read import read_source
from hoichan.cases.snippets import SnippetError, identifies, run, shown
from hoichan.cases.source import Source
from hoichan.cases.spec import Name, SpecHead
from hoichan.cases.truths import Tables
from hoichan.cases.variant_check import wrong as wrong_in
from hoichan.schema.exercises.code_critique import (
    BugKind,
    CodeCritiqueCase,
    CodeCritiqueKey,
    CodeCritiquePool,
    CodeCritiqueVariant,
    CodeLine,
    PlantedBug,
    PublicLine,
    PublicSnippet,
    WrongLine,
)
from hoichan.schema.lesson import TaskSpec
from hoichan.schema.taxonomy import Difficulty, Severity
from hoichan.schema.text import Bilingual, Strict

FILES = ("case.yaml", "vi.md", "en.md")
MOST_BUGS = 2  # in one snippet: a text that is mostly wrong is no longer read
TRIES = 200


class WrongSpec(Strict):
    """A line with a bug."""

    id: Name
    code: str
    kind: BugKind
    severity: Severity
    level: Difficulty


class LineSpec(Strict):
    """One line of code."""

    id: Name
    code: str
    wrong: tuple[WrongSpec, ...] = ()


class CodeSpec(SpecHead):
    """``case.yaml`` of a code_critique case. ``tables`` are loaded under their own names."""

    type: Literal["code_critique"]
    tables: tuple[str, ...]
    output: Name
    lines: tuple[LineSpec, ...] = Field(min_length=3)


SPEC = CodeSpec


def load(folder: Path) -> tuple[CodeCritiqueCase, list[Problem]]:
    """Read a case and run its snippet with and without every bug.

    Raises:
        CaseError: it cannot be read, or the snippet without a bug does not run.
    """
    source = read_source(folder, CodeSpec, _labels)
    spec = source.spec
    tables = published(spec.tables, folder)
    code = [line.code for line in spec.lines]
    try:
        right = run(code, tables, spec.output)
    except SnippetError as error:
        problem = source.lines.problem(
            ("lines",), f"đoạn mã đúng không chạy: {error}", f"the right snippet fails: {error}"
        )
        raise CaseError([problem]) from error
    problems: list[Problem] = []
    lines = []
    for number, line in enumerate(spec.lines):
        made = []
        for index, wrong in enumerate(line.wrong):
            found = _wrong(source, (number, index), wrong, tables, right)
            if isinstance(found, Problem):
                problems.append(found)
            else:
                made.append(found)
        lines.append(CodeLine(id=line.id, code=line.code, wrong=tuple(made)))
    case = CodeCritiqueCase(
        id=spec.id,
        version=spec.version,
        role=spec.role,
        datasets=spec.datasets,
        title=source.title,
        review=spec.review,
        sha256=_sha256(folder, shown(right)),
        prompt=source.text("prompt"),
        tables=spec.tables,
        output=spec.output,
        lines=tuple(lines),
        result=shown(right),
    )
    return case, problems


def _labels(source: Source[CodeSpec]) -> Iterator[Label]:
    yield Label("prompt", ())
    for number, line in enumerate(source.spec.lines):
        for index, wrong in enumerate(line.wrong):
            place = ("lines", number, "wrong", index)
            yield Label(f"{line.id}.{wrong.id}", place, may_be_empty=True)
            yield Label(f"{line.id}.{wrong.id}.why", place)
            yield Label(f"{line.id}.{wrong.id}.check", place)


def _sha256(folder: Path, result: str) -> str:
    digest = hashlib.sha256(result.encode())
    for name in FILES:
        digest.update((folder / name).read_bytes() + b"\0")
    return digest.hexdigest()


def _wrong(
    source: Source[CodeSpec],
    place: tuple[int, int],
    wrong: WrongSpec,
    tables: Mapping[str, pd.DataFrame],
    right: object,
) -> WrongLine | Problem:
    """The bug with the result it gives; a problem when it changes nothing."""
    number, index = place
    line = source.spec.lines[number]
    where = ("lines", number, "wrong", index)
    code = [each.code for each in source.spec.lines]
    code[number] = wrong.code
    try:
        given = run(code, tables, source.spec.output)
    except SnippetError as error:
        return source.lines.problem(
            where, f"đoạn mã có lỗi cài không chạy: {error}", f"the snippet with it fails: {error}"
        )
    if shown(given) == shown(right):
        return source.lines.problem(
            where, "lỗi này không làm kết quả khác đi.", "this bug does not change the result."
        )
    leaks = wrong.kind is BugKind.LEAKED_IDENTIFIER
    if identifies(right) or identifies(given) is not leaks:
        return source.lines.problem(
            where,
            "chỉ lỗi leaked_identifier, và luôn luôn, đưa mã định danh vào kết quả.",
            "just a leaked_identifier, and always, brings an identifier into the result.",
        )
    label = f"{line.id}.{wrong.id}"
    return WrongLine(
        id=wrong.id,
        code=wrong.code,
        kind=wrong.kind,
        severity=wrong.severity,
        level=wrong.level,
        result=shown(given),
        why=source.text(f"{label}.why"),
        check=source.text(f"{label}.check"),
    )


def make_pool(
    task: TaskSpec, lesson_id: str, cases: Iterable[CodeCritiqueCase]
) -> CodeCritiquePool:
    """The pool of ``task``."""
    return CodeCritiquePool(
        lesson=lesson_id,
        task=task.id,
        title=task.title,
        points=task.points,
        rules=task.rules,
        cases=tuple(cases),
    )


def mistakes(pool: CodeCritiquePool) -> Iterator[Mistake]:
    """What rules and cases cannot be."""
    low, high = pool.rules.planted
    if not 1 <= low <= high:
        yield (
            f"planted phải là [ít nhất, nhiều nhất], ít nhất là 1; đang là [{low}, {high}].",
            f"planted must be [least, most] with at least 1; it is [{low}, {high}].",
        )
    if not any(line.wrong for case in pool.cases for line in case.lines):
        yield ("không có dòng nào có lỗi để cài.", "no line has a bug to plant.")


def private_texts(pool: CodeCritiquePool) -> Iterator[Bilingual]:
    """Every faulty line, every reason."""
    for case in pool.cases:
        for line in case.lines:
            for wrong in line.wrong:
                yield Bilingual(vi=wrong.code, en=wrong.code)
                yield from (wrong.why, wrong.check)


def draw(
    pool: CodeCritiquePool, dice: Dice, head: Head
) -> tuple[CodeCritiqueVariant, CodeCritiqueKey]:
    """The snippets of one learner and their key.

    Raises:
        PoolError: the cases do not offer enough bugs for the rules.
    """
    low, high = pool.rules.planted
    number = pool.rules.units or len(pool.cases)
    for _ in range(TRIES):
        cases = dice.shuffled(pool.cases)[:number]
        chosen = _choose(cases, dice.between(low, high), dice, pool.rules.clean_answers)
        kinds = {wrong.kind for _, _, wrong in chosen}
        if low <= len(chosen) <= high and len(kinds) >= pool.rules.categories:
            break
    else:
        raise PoolError(
            f"Nhiệm vụ “{pool.task}”: các đoạn mã không đủ để cài {low}–{high} lỗi.",
            f'Task "{pool.task}": the snippets do not offer {low}-{high} bugs.',
        )
    snippets: list[PublicSnippet] = []
    planted: list[PlantedBug] = []
    for place, case in enumerate(cases, start=1):
        uid = f"s{place}"
        bugs = {line.id: wrong for of, line, wrong in chosen if of.id == case.id}
        lines = []
        for position, line in enumerate(case.lines, start=1):
            wrong = bugs.get(line.id)
            name = f"{uid}.l{position}"
            lines.append(PublicLine(uid=name, code=(wrong or line).code))
            if wrong is not None:
                planted.append(_bug(name, case, line, wrong))
        snippets.append(
            PublicSnippet(uid=uid, title=case.title, prompt=case.prompt, lines=tuple(lines))
        )
    touched = {bug.uid.partition(".")[0] for bug in planted}
    variant = CodeCritiqueVariant(
        **head.of_variant(), snippets=tuple(snippets), provenance=cases[0].provenance
    )
    key = CodeCritiqueKey(
        **head.of_key(),
        planted=tuple(planted),
        clean=tuple(snippet.uid for snippet in snippets if snippet.uid not in touched),
        line_uids=tuple(line.uid for snippet in snippets for line in snippet.lines),
    )
    return variant, key


Choice = tuple[CodeCritiqueCase, CodeLine, WrongLine]


def _choose(
    cases: list[CodeCritiqueCase], wanted: int, dice: Dice, clean_share: float
) -> list[Choice]:
    """Bugs over the snippets, at most ``MOST_BUGS`` in one, a share of snippets left clean."""
    clean = round(len(cases) * clean_share)
    faulty = dice.shuffled(cases)[: len(cases) - clean]
    offers = dice.shuffled([(case, line) for case in faulty for line in case.lines if line.wrong])
    chosen: list[Choice] = []
    for case, line in offers:
        if len(chosen) < wanted and sum(of.id == case.id for of, _, _ in chosen) < MOST_BUGS:
            chosen.append((case, line, dice.pick(line.wrong)))
    return chosen


def _bug(uid: str, case: CodeCritiqueCase, line: CodeLine, wrong: WrongLine) -> PlantedBug:
    return PlantedBug(
        uid=uid,
        case=case.id,
        line=line.id,
        wrong=wrong.id,
        kind=wrong.kind,
        severity=wrong.severity,
        level=wrong.level,
        true_code=line.code,
        result=wrong.result,
        true_result=case.result,
        why=wrong.why,
        check=wrong.check,
    )


def checker(
    pool: CodeCritiquePool,
    tables: Tables,  # noqa: ARG001 - a snippet's tables are not always called like its dataset
) -> Callable[[CodeCritiqueVariant, CodeCritiqueKey], list[Problem]]:
    """What a learner reads is run again: just snippets with a bug give another result."""
    by_prompt = {case.prompt: case for case in pool.cases}
    loaded = {name: data.load(name) for case in pool.cases for name in case.tables}
    results: dict[tuple[str, ...], str] = {}

    def result(case: CodeCritiqueCase, code: tuple[str, ...]) -> str:
        if code not in results:
            own = {name: loaded[name] for name in case.tables}
            results[code] = shown(run(code, own, case.output))
        return results[code]

    def check(variant: CodeCritiqueVariant, key: CodeCritiqueKey) -> list[Problem]:
        problems: list[Problem] = []
        bugs = {bug.uid: bug for bug in key.planted}
        clean: list[str] = []
        for snippet in variant.snippets:
            case = by_prompt.get(snippet.prompt)
            if case is None or len(case.lines) != len(snippet.lines):
                problems.append(
                    wrong_in(variant, snippet.uid, "không có ca.", "belongs to no case.")
                )
                continue
            expected = {}
            for line, public in zip(case.lines, snippet.lines, strict=True):
                if public.code != line.code:
                    fitting = [wrong for wrong in line.wrong if wrong.code == public.code]
                    expected[public.uid] = [_bug(public.uid, case, line, one) for one in fitting]
            listed = {uid: bug for uid, bug in bugs.items() if uid.startswith(f"{snippet.uid}.")}
            if set(listed) != set(expected) or any(
                listed[uid] not in offered for uid, offered in expected.items()
            ):
                problems.append(
                    wrong_in(variant, snippet.uid, "khoá không khớp.", "the key does not fit.")
                )
            changed = result(case, tuple(line.code for line in snippet.lines)) != case.result
            if changed is not bool(expected):
                problems.append(
                    wrong_in(
                        variant, snippet.uid, "kết quả không khớp.", "the result does not fit."
                    )
                )
            clean += [] if expected else [snippet.uid]
        uids = [line.uid for snippet in variant.snippets for line in snippet.lines]
        if list(key.clean) != clean or list(key.line_uids) != uids:
            problems.append(wrong_in(variant, "clean", "khoá không khớp.", "the key does not fit."))
        return problems

    return check
