"""Read a YAML file that people write: every mistake is told with its line, in both languages."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from hoichan.cases.errors import CaseError, Problem
from hoichan.schema.text import Bilingual, nfc

Place = tuple[str | int, ...]
M = TypeVar("M", bound=BaseModel)


# libyaml, where PyYAML was built with it, reads the same eight times as fast.
class _PlainLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """YAML as people expect it: ``off``, ``no``, ``10:30`` and dates stay text."""


_PlainLoader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("bool", r"^(?:true|false)$", "tf"),
    ("int", r"^[-+]?(?:0|[1-9][0-9]*)$", "-+0123456789"),
    ("float", r"^[-+]?(?:0|[1-9][0-9]*)\.[0-9]+(?:[eE][-+]?[0-9]+)?$", "-+0123456789"),
    ("null", r"^(?:~|null|)$", ["~", "n", ""]),
):
    _PlainLoader.add_implicit_resolver(
        f"tag:yaml.org,2002:{_tag}", re.compile(_pattern), list(_first)
    )


@dataclass
class Lines:
    """Where each part of a YAML file stands: ``at("units", 1, "wrong")`` is a line number."""

    file: str
    by_place: dict[Place, int] = field(default_factory=dict)

    def at(self, *place: str | int) -> int:
        """Line of the part, or of the nearest part around it."""
        for length in range(len(place), -1, -1):
            line = self.by_place.get(tuple(place[:length]))
            if line is not None:
                return line
        return 1

    def problem(self, place: Place, vi: str, en: str) -> Problem:
        """A mistake at ``place``."""
        return Problem(self.file, self.at(*place), Bilingual(vi=vi, en=en))


def read_text(path: Path) -> str:
    """The text of an author's file in NFC, without a byte order mark.

    Raises:
        CaseError: the file is missing, or is not UTF-8.
    """
    try:
        return nfc(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as error:
        text = Bilingual(vi="Thiếu tệp này.", en="This file is missing.")
        raise CaseError([Problem(str(path), 0, text)]) from error
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        text = Bilingual(
            vi="Tệp không ở bảng mã UTF-8. Hãy lưu lại tệp với mã UTF-8.",
            en="The file is not UTF-8. Save it again as UTF-8.",
        )
        raise CaseError([Problem(str(path), line, text)]) from error


def read_yaml(path: Path, model: type[M]) -> tuple[M, Lines]:
    """Read ``path`` as a ``model``, with the line of every part.

    Raises:
        CaseError: broken YAML, a key twice, an unknown key, or a value that is not allowed.
    """
    lines = Lines(str(path))
    text = read_text(path)
    loader = _PlainLoader(text)
    try:
        node = loader.get_single_node()
        if not isinstance(node, yaml.MappingNode):
            raise CaseError(
                [
                    lines.problem(
                        (), "Tệp phải gồm các dòng “khoá: giá trị”.", 'Expected "key: value" lines.'
                    )
                ]
            )
        problems = _walk(node, (), lines)
        content = _plain(loader.construct_document(node))
    except yaml.MarkedYAMLError as error:
        raise CaseError([_syntax_problem(path, error)]) from error
    finally:
        loader.dispose()
    if problems:
        raise CaseError(problems)
    try:
        return model.model_validate(content), lines
    except ValidationError as error:
        found = [_explain(model, item, lines) for item in error.errors()]
        raise CaseError(list(dict.fromkeys(found))) from error


def _syntax_problem(path: Path, error: yaml.MarkedYAMLError) -> Problem:
    mark = error.problem_mark or error.context_mark
    line = mark.line + 1 if mark else 0
    return Problem(
        str(path),
        line,
        Bilingual(
            vi="Sai cú pháp YAML ở gần dòng này. Kiểm tra thụt đầu dòng (dùng dấu cách, không dùng "
            f"tab), dấu hai chấm, dấu nháy và dấu ngoặc. ({error.problem})",
            en="Broken YAML near this line. Check indentation (spaces, no tabs), colons, quotes and "
            f"brackets. ({error.problem})",
        ),
    )


def _walk(node: yaml.Node, place: Place, lines: Lines) -> list[Problem]:
    """Note the line of every part; a key that stands twice is a mistake."""
    lines.by_place.setdefault(place, node.start_mark.line + 1)
    problems: list[Problem] = []
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            name = str(key.value)
            lines.by_place[(*place, name)] = key.start_mark.line + 1
            if name in seen:
                problems.append(
                    lines.problem(
                        (*place, name),
                        f"Khoá “{name}” bị ghi hai lần.",
                        f'Key "{name}" stands twice.',
                    )
                )
            seen.add(name)
            problems += _walk(value, (*place, name), lines)
    elif isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            problems += _walk(item, (*place, index), lines)
    return problems


def _plain(value: Any) -> Any:
    """Keys become text (``1:`` too)."""
    if isinstance(value, dict):
        return {
            (key if isinstance(key, str) else str(key)): _plain(item) for key, item in value.items()
        }
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value


def _explain(model: type[BaseModel], item: Any, lines: Lines) -> Problem:
    """One of pydantic's error details as a plain sentence."""
    place = _written(item, lines)
    shown = ".".join(str(part + 1 if isinstance(part, int) else part) for part in place)
    name = str(place[-1]) if place else ""
    if item["type"] == "bilingual":
        vi, en = item["ctx"]["vi"], item["ctx"]["en"]
        if shown:
            vi, en = f"“{shown}”: {vi}", f'"{shown}": {en}'
    elif item["type"] == "missing":
        vi, en = f"Thiếu “{shown}”.", f'"{shown}" is missing.'
    elif item["type"] == "extra_forbidden":
        hint = nearest(name, _keys(model, place[:-1]))
        vi = f"Không có khoá “{shown}”" + (f"; có phải là “{hint}”?" if hint else ".")
        en = f'There is no key "{shown}"' + (f'; did you mean "{hint}"?' if hint else ".")
    elif "expected" in item.get("ctx", {}):
        allowed = str(item["ctx"]["expected"])
        near = nearest(str(item["input"]), re.findall(r"[\w\-]+", allowed))
        vi = f"“{shown}” không nhận “{item['input']}”" + (f"; có phải là “{near}”?" if near else "")
        vi += f" Chỉ nhận: {allowed.replace(' or ', ' hoặc ')}."
        en = f'"{shown}" cannot be "{item["input"]}"' + (
            f'; did you mean "{near}"?' if near else ""
        )
        en += f" Allowed: {allowed}."
    else:
        vi = f"“{shown}” có giá trị không hợp lệ: {item['input']!r}."
        en = f'"{shown}" has a value that is not allowed: {item["input"]!r} ({item["msg"]}).'
    return lines.problem(place, vi, en)


def _written(item: Any, lines: Lines) -> Place:
    """The error's place without what pydantic adds (names of a union's branches)."""
    place: Place = ()
    for part in item["loc"]:
        if (*place, part) in lines.by_place:
            place = (*place, part)
    return (*place, item["loc"][-1]) if item["type"] == "missing" else place


def _keys(model: type[BaseModel], place: Place) -> list[str]:
    """The keys that may stand at ``place``, found by following the model's own fields."""
    found: Any = model
    for part in place:
        if isinstance(part, int):
            continue
        fields: Mapping[str, Any] = getattr(found, "model_fields", {})
        if part not in fields:
            continue  # a name the author chose, as in ``truths``
        found = _inner_model(fields[part].annotation)
        if found is None:
            return []
    return list(getattr(found, "model_fields", {}))


def _inner_model(annotation: Any) -> type[BaseModel] | None:
    """The model inside ``tuple[X, ...]``, ``dict[str, X]`` or ``X | None``."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for inner in getattr(annotation, "__args__", ()):
        model = _inner_model(inner)
        if model is not None:
            return model
    return None


def nearest(word: str, among: list[str]) -> str:
    """The most similar of ``among``, or an empty string when none is near."""
    near = difflib.get_close_matches(word, among, n=1, cutoff=0.6)
    return near[0] if near else ""
