"""A report form as its author writes it: one ``case.yaml`` for two departments or months.

Every arm gives values for ``$names`` in arguments and words for ``{names}`` in texts; put in, each
arm is a case of claims like any other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from pydantic import Field

from hoichan.cases.errors import CaseError, Problem
from hoichan.cases.labels import Label, case_labels, placeholder_problems
from hoichan.cases.read import read_source
from hoichan.cases.references import name_problems, reference_problems, rule_problems
from hoichan.cases.source import PLACEHOLDER, CaseSource, Source
from hoichan.cases.spec import Args, CaseSpec, Name
from hoichan.cases.text_file import ASIDES, Section, TextFile
from hoichan.cases.yaml_source import nearest
from hoichan.schema.taxonomy import Category, Difficulty, Severity
from hoichan.schema.text import LANGS, Lang, Strict

ARMS = 2


class ArmSpec(Strict):
    """One arm: what ``$names`` in arguments stand for, and which words its texts have."""

    id: Name
    args: Args
    words: tuple[Name, ...] = ()


class FigureWrongSpec(Strict):
    """A wrong value of a figure that no sentence of the draft states."""

    id: Name
    shows: Name
    category: Category
    severity: Severity
    level: Difficulty


class FigureSpec(Strict):
    """A key figure: a truth, and how far off is still right (in displayed units)."""

    id: Name
    truth: Name
    tol: float | None = Field(default=None, gt=0)
    wrong: tuple[FigureWrongSpec, ...] = ()


class PartSpec(Strict):
    """A heading, with the draft's sentences below it."""

    id: Name
    units: tuple[Name, ...]


class FormSpec(Strict):
    """The form. ``minutes`` is T_ref: the pilot's median time for this form."""

    minutes: float = Field(gt=0, le=240)
    fields: tuple[FigureSpec, ...]
    parts: tuple[PartSpec, ...]


class ReportSpec(CaseSpec):
    """``case.yaml`` of a ``timed_report``."""

    arms: tuple[ArmSpec, ...]
    form: FormSpec


def read_form(folder: Path) -> tuple[Source[ReportSpec], dict[str, CaseSource]]:
    """The form, and each arm by its id as a case of claims of its own.

    Raises:
        CaseError: everything that is wrong with the files.
    """
    form = read_source(folder, ReportSpec, _labels)
    whole = _claims(form)
    problems = [
        *name_problems(whole),
        *reference_problems(whole),
        *rule_problems(whole),
        *_form_problems(form),
    ]
    if problems:
        raise CaseError(problems)
    arms = {arm.id: _arm_source(form, arm) for arm in form.spec.arms}
    for arm in arms.values():
        problems += [*placeholder_problems(arm), *_arg_problems(form, arm)]
    if problems:
        raise CaseError(list(dict.fromkeys(problems)))
    return form, arms


def _claims(form: Source[ReportSpec]) -> CaseSource:
    return CaseSource(form.folder, form.spec, form.lines, form.texts)


def _labels(form: Source[ReportSpec]) -> Iterator[Label]:
    yield from case_labels(_claims(form))
    yield Label("task", ())
    for number, arm in enumerate(form.spec.arms):
        for word in arm.words:
            yield Label(f"{arm.id}.{word}", ("arms", number))
    for number, part in enumerate(form.spec.form.parts):
        yield Label(part.id, ("form", "parts", number))
    for number, figure in enumerate(form.spec.form.fields):
        place = ("form", "fields", number)
        yield Label(figure.id, place)
        for slip in figure.wrong:
            label = f"{figure.id}.{slip.id}"
            yield Label(label, place, may_be_empty=True, may_be_missing=True)
            yield from (Label(f"{label}.{aside}", place) for aside in ASIDES)
    for number, unit in enumerate(form.spec.units):
        for index, wrong in enumerate(unit.wrong):
            place_ = ("units", number, "wrong", index)
            yield Label(f"{unit.id}.{wrong.id}.left", place_, may_be_missing=True)


def _arm_source(form: Source[ReportSpec], arm: ArmSpec) -> CaseSource:
    """The form with one arm's arguments and words put in."""
    plain = form.spec.model_dump(mode="python", include=set(CaseSpec.model_fields))
    plain["truths"] = _put_in(plain["truths"], arm.args)
    plain["evidence"] = _put_in(plain["evidence"], arm.args)
    name = f"{form.spec.id}-{arm.id}".replace("_", "-")[:60]
    spec = CaseSpec.model_validate(plain | {"id": name})
    texts = {lang: _worded(form.texts[lang], arm) for lang in LANGS}
    return CaseSource(form.folder, spec, form.lines, texts)


def _put_in(value: Any, args: Mapping[str, Any]) -> Any:
    """``value`` with every text ``$name`` replaced by that argument."""
    if isinstance(value, dict):
        return {name: _put_in(item, args) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return tuple(_put_in(item, args) for item in value)
    if isinstance(value, str) and value.startswith("$"):
        return args.get(value[1:], value)
    return value


def _worded(text: TextFile, arm: ArmSpec) -> TextFile:
    """``text`` with the arm's words in the place of their ``{names}``."""
    words = {word: text.text(f"{arm.id}.{word}") for word in arm.words}

    def put(section: Section) -> Section:
        filled = PLACEHOLDER.sub(lambda match: words.get(match[1], match[0]), section.text)
        return Section(filled[:1].upper() + filled[1:], section.line)

    sections = {label: put(section) for label, section in text.sections.items()}
    sections |= {name: text.sections[name] for name in text.sections if name.endswith(".left")}
    return replace(text, title=put(text.title), sections=sections)


def left_words(source: Source[Any], label: str, lang: Lang) -> tuple[str, ...]:
    """The words of ``#### left``, which stand between bars: ``tăng lên | do trời lạnh``."""
    text = source.texts[lang].text(f"{label}.left")
    return tuple(words.strip() for words in text.split("|") if words.strip())


def _arg_problems(form: Source[ReportSpec], arm: CaseSource) -> Iterator[Problem]:
    """``$names`` that an arm gives no value for."""
    known = sorted({name for each in form.spec.arms for name in each.args})
    for name, truth in arm.spec.truths.items():
        for value in truth.args.values():
            if isinstance(value, str) and value.startswith("$"):
                yield _no_arg(form, ("truths", name), value, known)
    for number, table in enumerate(arm.spec.evidence):
        given = (
            part
            for value in table.where.values()
            for part in (value if isinstance(value, tuple) else (value,))
        )
        for part in given:
            if isinstance(part, str) and part.startswith("$"):
                yield _no_arg(form, ("evidence", number), part, known)


def _no_arg(
    form: Source[ReportSpec], place: tuple[str | int, ...], value: str, known: list[str]
) -> Problem:
    hint = nearest(value[1:], known)
    return form.lines.problem(
        place,
        f"“{value}” không có trong args của mọi nhánh (arms)"
        + (f"; có phải là “${hint}”?" if hint else "."),
        f'"{value}" is not among the args of every arm'
        + (f'; did you mean "${hint}"?' if hint else "."),
    )


def _form_problems(form: Source[ReportSpec]) -> Iterator[Problem]:
    """Whether arms, fields and headings fit each other and the claims."""
    spec = form.spec
    if len(spec.arms) != ARMS or len({arm.id for arm in spec.arms}) != ARMS:
        yield form.lines.problem(
            ("arms",),
            f"Cần đúng hai nhánh (arms) khác id, đang có {len(spec.arms)}.",
            f"Exactly two arms of different id are needed, there are {len(spec.arms)}.",
        )
    for number, arm in enumerate(spec.arms):
        first = spec.arms[0]
        if set(arm.args) != set(first.args) or set(arm.words) != set(first.words):
            yield form.lines.problem(
                ("arms", number),
                "Hai nhánh phải có cùng các tên trong args và words.",
                "Both arms need the same names in args and words.",
            )
        for word in arm.words:
            if word in spec.truths:
                yield form.lines.problem(
                    ("arms", number),
                    f"“{word}” vừa là từ của nhánh vừa là số liệu (truths).",
                    f'"{word}" is both a word of the arm and a truth.',
                )
    yield from _field_problems(form)
    placed = [unit for part in spec.form.parts for unit in part.units]
    if placed != [unit.id for unit in spec.units]:
        yield form.lines.problem(
            ("form", "parts"),
            "Các mục (parts) phải chứa mọi nhận định (units), mỗi câu một lần, đúng thứ tự.",
            "The parts must hold every unit once, in the order of the units.",
        )


def _field_problems(form: Source[ReportSpec]) -> Iterator[Problem]:
    spec = form.spec
    said: dict[str, list[str]] = {}
    for unit in spec.units:
        for name in {*form.names_in(unit.id), *unit.about}:
            said.setdefault(name, []).append(unit.id)
    ids = [figure.id for figure in spec.form.fields]
    for number, figure in enumerate(spec.form.fields):
        place = ("form", "fields", number)
        names = [figure.truth, *(wrong.shows for wrong in figure.wrong)]
        for name in names:
            if name not in spec.truths:
                hint = nearest(name, list(spec.truths))
                yield form.lines.problem(
                    place,
                    f"Không có số liệu (truths) “{name}”"
                    + (f"; có phải là “{hint}”?" if hint else "."),
                    f'There is no truth "{name}"' + (f'; did you mean "{hint}"?' if hint else "."),
                )
            elif spec.truths[name].show is None and spec.truths[name].of is None:
                yield form.lines.problem(
                    place,
                    f"“{name}” cần “show” (ví dụ show: pct1) để hiện trong biểu mẫu.",
                    f'"{name}" needs "show" (such as show: pct1) to stand in the form.',
                )
        if ids.count(figure.id) > 1 or figure.truth in [f.truth for f in spec.form.fields[:number]]:
            yield form.lines.problem(
                place,
                f"Ô “{figure.id}” (số liệu “{figure.truth}”) bị lặp.",
                f'Field "{figure.id}" (truth "{figure.truth}") stands twice.',
            )
        if figure.wrong and figure.truth in said:
            yield form.lines.problem(
                place,
                f"“{figure.truth}” đã có trong câu “{said[figure.truth][0]}”: hãy cài lỗi ở câu đó, "
                "để bản nháp không tự mâu thuẫn.",
                f'"{figure.truth}" is stated by unit "{said[figure.truth][0]}": plant the error '
                "there, or the draft would contradict itself.",
            )
