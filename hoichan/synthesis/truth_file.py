"""``truth.json``: every known truth and question of a dataset, computed, over one replicate or many."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from hoichan.data.catalog import DataError, folder
from hoichan.schema.text import Bilingual
from hoichan.synthesis.authored import read_yaml
from hoichan.synthesis.columns import DatasetSpec, read_columns
from hoichan.synthesis.measures import Measured, evaluate
from hoichan.synthesis.questions import Answer, asked
from hoichan.synthesis.registry import MeasureError

Tables = Mapping[str, pd.DataFrame]


def authored(name: str) -> list[dict[str, Any]]:
    """Entries of ``truths.yaml``: name, measure, args, question, and whether it may vary."""
    return list(read_yaml(folder(name) / "truths.yaml") or [])


def computed(name: str, tables: Tables) -> list[Measured]:
    """Every truth of ``truths.yaml`` in its order, through its measure, of one replicate's tables."""
    path = folder(name) / "truths.yaml"
    found = []
    for item in authored(name):
        try:
            found.append(evaluate(tables, item["measure"], item.get("args", {})))
        except MeasureError as error:
            raise DataError(
                f"{path}, “{item['name']}”: {error.text.vi}",
                f'{path}, "{item["name"]}": {error.text.en}',
            ) from error
    return found


def truth_file(
    name: str, by_replicate: Sequence[Sequence[Measured]], first: Tables
) -> dict[str, Any]:
    """Content of ``truth.json`` from the truths of each replicate and the tables of the first.

    With several replicates a number's ``value`` is their mean, with ``sd``, ``least`` and ``most``;
    a code's or a yes-or-no's is the most frequent one with the ``share`` of replicates that give it.
    """
    truths = []
    spec = read_columns(name)
    for place, item in enumerate(authored(name)):
        measured = [each[place] for each in by_replicate]
        truths.append(
            {
                "name": item["name"],
                "measure": item["measure"],
                "args": item.get("args", {}),
                **_summary([each.value for each in measured]),
                "unit": measured[0].unit or _column_unit(spec, item),
                "tolerance": measured[0].tolerance,
                "varies": bool(item.get("varies", False)),
                "question": item["question"],
            }
        )
    return {
        "replicates": len(by_replicate),
        "truths": truths,
        "questions": questions(name, first),
    }


def _column_unit(spec: DatasetSpec, item: Mapping[str, Any]) -> str | None:
    """Unit (UCUM) of the column that a general measure is of."""
    table = spec.tables.get(item["measure"].partition(".")[0])
    column = item.get("args", {}).get("column")
    if table is None or column is None or "by" in item["args"]:
        return None
    found = table.columns.get(column) or table.derived.get(column)
    return found.unit if found else None


def _summary(values: Sequence[Any]) -> dict[str, Any]:
    if len(values) == 1:
        return {"value": _rounded(values[0])}
    if isinstance(values[0], bool | str):
        value, times = Counter(values).most_common(1)[0]
        return {"value": value, "share": round(times / len(values), 4)}
    return {
        "value": _rounded(statistics.fmean(values)),
        "sd": _rounded(statistics.stdev(values)),
        "least": _rounded(min(values)),
        "most": _rounded(max(values)),
    }


def _rounded(value: Any) -> Any:
    return round(value, 9) if isinstance(value, float) else value


def questions(name: str, tables: Tables) -> list[dict[str, Any]]:
    """The dataset's known-truth questions with the right answer and what the trap gives."""
    found = []
    for each in asked(name):
        if each.wrong is None or each.trap_text is None:
            raise DataError(
                f"Câu hỏi “{each.id}” chưa có bẫy.", f'Question "{each.id}" has no trap.'
            )
        found.append(
            {
                "id": each.id,
                "question": each.text.model_dump(),
                "rule": each.rule,
                "value": _answer(each.right(tables)),
                "unit": each.unit,
                "trap": {
                    "category": str(each.category),
                    "value": _answer(each.wrong(tables)),
                    "what": each.trap_text.model_dump(),
                },
            }
        )
    return found


def _answer(value: Answer) -> Any:
    return list(value) if isinstance(value, tuple) else _rounded(value)


def strays(kept: Mapping[str, Any], released: Mapping[str, Any]) -> list[Bilingual]:
    """Truths of a scaled build that the release does not agree with, beyond chance.

    Yes-or-no truths must hold in every replicate; a number of the release must lie within five
    standard deviations of the replicates' mean (and be the same where they do not differ at all).
    """
    theirs = {item["name"]: item["value"] for item in released["truths"]}
    found = []
    for item in kept["truths"]:
        value, mine = theirs.get(item["name"]), item["value"]
        if item.get("varies") or value is None or isinstance(mine, str):
            continue
        if isinstance(mine, bool):
            agrees = mine == value and item.get("share", 1.0) == 1.0
        else:
            room = 5 * item.get("sd", 0.0) + 1e-9 * max(1.0, abs(value))
            agrees = abs(mine - value) <= room or kept["replicates"] < 5
        if not agrees:
            found.append(
                Bilingual(
                    vi=f"Sự thật “{item['name']}”: bản phát hành {value}, các bản sao {mine} (lệch chuẩn {item.get('sd')}).",
                    en=f'Truth "{item["name"]}": release {value}, replicates {mine} (sd {item.get("sd")}).',
                )
            )
    return found
