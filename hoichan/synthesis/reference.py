"""``datasets/tables/MEASURES.md``: what every measure means and takes, written from the registry."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from hoichan.data import tables_dir
from hoichan.synthesis.measures import Measure, registered
from hoichan.synthesis.registry import Args, general_measures

_HEAD = """# Các phép đo / Measures

Tệp này do `hoichan data build` viết ra từ mã nguồn; đừng sửa tay.
This file is written by `hoichan data build` from the source code; do not edit it.

- Một phép đo tính một giá trị từ một bảng: `{measure: monthly_activity.alos, args: {khoa: NOI, thang: "2025-02"}}`.
  A measure computes one value from one table.
- Tỷ lệ là số 0–1 với đơn vị `percent`; hiệu của hai tỷ lệ: 0,01 = 1 điểm phần trăm.
  Proportions are 0–1 with unit `percent`; a difference of proportions: 0.01 = 1 percentage point.
- `thang` (kỳ / period): `"2025"`, `"2025-Q1"`, `"2025-02"`. Bỏ trống = cả 24 tháng. Left out = all 24 months.
- `versus`: `year` = cùng kỳ năm trước / same period last year; `month` = kỳ liền trước cùng độ dài / the period just before.
- Không có đơn vị (–) nghĩa là mã hoặc đúng/sai. No unit (–) means a code or true/false.
- Số đếm không có sai số cho phép; tỷ lệ ≥ 10 %: ±0,1 điểm, nhỏ hơn: ±0,05 điểm.
  Counts allow no error; proportions from 10 % on ±0.1 point, smaller ones ±0.05 point.
"""


_GENERAL = """
## Mọi bảng / Every table

Viết `<bảng>.<phép đo>`, ví dụ `labs.median` với `{column: gia_tri, where: "loinc=2823-3; tuoi>=60"}`.
Written `<table>.<measure>`.

- `where`, `of`: các điều kiện nối bằng `;` – `= != < <= > >=`, `^=` (bắt đầu bằng / begins with), `khoa=NOI|NHI`
  (một trong hai / either), `cot=` (ô trống / empty cell). Ô trống không thoả điều kiện nào khác. An empty cell meets no
  other condition. Giá trị không có dòng nào là lỗi, không phải số 0. A value that no row has is an error, not a zero.
- Đại lượng đo giữ đơn vị của cột, sai số cho phép 0,5 %. A quantity keeps its column's unit, with a tolerance of 0.5 %.
- Phép đo riêng của một bảng được ưu tiên. A measure of a table's own with the same name wins.
"""


def reference() -> str:
    """The whole page as Markdown."""
    parts = [_HEAD, _GENERAL, *_table(list(general_measures()), {})]
    for dataset, group in itertools.groupby(registered(), key=lambda found: found.dataset):
        measures = list(group)
        shared = _shared(measures)
        parts.append(f"\n## {dataset}\n")
        if shared:
            parts.append(
                "Điều kiện chung, dùng được ở các phép đo có ghi *lọc* / filters, for measures with *lọc*:\n"
            )
            parts.extend(f"- {_argument(name, info)}" for name, info in shared.items())
            parts.append("")
        parts.extend(_columns(measures))
        parts.extend(_table(measures, shared))
    return "\n".join(parts) + "\n"


def _table(measures: list[Measure], shared: dict[str, FieldInfo]) -> list[str]:
    return [
        "| Phép đo / Measure | Đơn vị / Unit | Tham số / Arguments | Ý nghĩa / Meaning |",
        "|---|---|---|---|",
        *(_row(found, shared) for found in measures),
    ]


def path() -> Path:
    """Where the page is kept."""
    return tables_dir() / "MEASURES.md"


def _shared(measures: list[Measure]) -> dict[str, FieldInfo]:
    """Filters of the table: the fields of the ``Where`` that its argument models extend."""
    bases = (base for found in measures for base in found.args.__mro__)
    where = next((base for base in bases if base.__name__ == "Where"), None)
    return dict(where.model_fields) if where is not None and issubclass(where, Args) else {}


_LONG = 10  # a list of values this long is written once above the table


def _columns(measures: list[Measure]) -> list[str]:
    """The long lists of values of a table's arguments, each named once."""
    return [
        f"- *{name}*: {' · '.join(values)}" for values, name in _named_lists(measures).items()
    ] + [""]


def _named_lists(measures: Iterable[Measure]) -> dict[tuple[str, ...], str]:
    found: dict[tuple[str, ...], str] = {}
    for each in measures:
        for info in each.args.model_fields.values():
            values = tuple(_values(info.annotation))
            if len(values) >= _LONG:
                found.setdefault(values, f"danh sách {len(found) + 1} / list {len(found) + 1}")
    return found


def _row(found: Measure, shared: dict[str, FieldInfo]) -> str:
    fields = found.args.model_fields
    filtered = bool(shared) and set(shared) <= set(fields)
    own = {
        name: info
        for name, info in fields.items()
        if not filtered
        or name not in shared
        or info.is_required()
        or info.default != shared[name].default
    }
    filters = ["*lọc*"] if filtered else []
    arguments = "<br>".join(filters + [_argument(name, info) for name, info in own.items()])
    unit = "(theo cột / by column)" if callable(found.unit) else (found.unit or "–")
    meaning = f"{found.meaning.vi}<br>{found.meaning.en}".replace("|", "\\|").replace("``", "`")
    return f"| `{found.name}` | {unit} | {arguments or '–'} | {meaning} |"


def _argument(name: str, info: FieldInfo) -> str:
    """``name`` with its permitted values, default and description."""
    text = f"`{name}`"
    values = _values(info.annotation)
    if values:
        listed = _named_lists(registered()).get(tuple(values))
        text += f" *{listed}*" if listed else " " + "·".join(values)
    if info.default is PydanticUndefined:
        text += " **(bắt buộc / required)**"
    elif info.default is not None:
        text += (
            f" (={str(info.default).lower() if isinstance(info.default, bool) else info.default})"
        )
    return text + (f" — {info.description}" if info.description else "")


def _values(annotation: Any) -> list[str]:
    """Values of a ``Literal``, also inside ``X | None``."""
    if get_origin(annotation) is Literal:
        return [str(value) for value in get_args(annotation)]
    return [value for part in get_args(annotation) for value in _values(part)]
