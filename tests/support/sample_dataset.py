"""A small dataset of two tables, as a build leaves it, and a picture that needs no data."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from hoichan.schema.text import Bilingual

NAME = "tiny"
TABLES = ("tiny_stays", "tiny_wards")
PUBLISHED = {"tiny": TABLES}


def both(vi: str, en: str) -> dict[str, str]:
    return {"vi": vi, "en": en}


def column(name: str, kind: str, vi: str, en: str, **more: Any) -> dict[str, Any]:
    words = {
        "hoichan:title": both(vi, en),
        "hoichan:description": both(f"{vi} & <b>", f"{en} & <b>"),
    }
    return {"name": name, "type": kind, **words, "constraints": {"required": True}, **more}


STAYS = [
    column("stay_id", "string", "Mã đợt", "Stay"),
    column("ward", "string", "Khoa", "Ward",
           **{"hoichan:labels": {"NOI": both("Khoa Nội", "Medicine"), "NHI": both("Khoa Nhi", "Children")}}),
    column("loinc", "string", "Mã LOINC", "LOINC code",
           **{"hoichan:code_system": {"id": "loinc", "name": "LOINC", "review": "laboratory"}}),
    column("sbp", "integer", "Huyết áp tâm thu", "Systolic pressure",
           **{"hoichan:unit": "mm[Hg]", "constraints": {"required": False}}),
    column("visits", "integer", "Lượt", "Visits", **{"hoichan:unit": "{visits}"}),
]  # fmt: skip
WARDS = [
    column("ward", "string", "Khoa", "Ward"),
    column("beds", "number", "Giường", "Beds"),
]
REVIEW = [
    {"id": "tiny-loinc", "who": "laboratory",
     "what": both("Mã LOINC của xét nghiệm <tốt>", "The LOINC codes <good>")},
]  # fmt: skip
SHEET = """# tiny

## Tiếng Việt
### Cấu trúc gài sẵn
BÍ-MẬT
### Dùng để làm gì
- Học <script>alert(1)</script>
### Không dùng để làm gì
Không nghiên cứu.

## English
### Planted structure
SECRET
### Uses
- Learning
### Uses to avoid
No research.
"""


def write_dataset(root: Path, review: list[dict[str, Any]] | None = None) -> Path:
    """Write the dataset below ``root``; returns its folder."""
    folder = root / NAME
    folder.mkdir(parents=True)
    contents = {
        "tiny_stays": "stay_id,ward,loinc,sbp,visits\nS1,NOI,2823-3,120,2\nS2,NHI,2823-3,,1\n",
        "tiny_wards": "ward,beds\nNOI,30\nNHI,20\n",
    }
    resources = []
    for table, fields in (("tiny_stays", STAYS), ("tiny_wards", WARDS)):
        (folder / f"{table}.csv").write_text(contents[table], encoding="utf-8")
        digest = hashlib.sha256(contents[table].encode()).hexdigest()
        resources.append(
            {
                "name": table, "path": f"{table}.csv", "format": "csv",
                "bytes": len(contents[table]), "hash": f"sha256:{digest}",
                "hoichan:csv_sha256": digest, "hoichan:rows": 1234 if table == "tiny_stays" else 2,
                "hoichan:title": both(f"Bảng {table}", f"Table {table}"),
                "hoichan:description": both(f"Mô tả {table}", f"About {table}"),
                "schema": {"fields": fields, "primaryKey": [fields[0]["name"]]},
            }
        )  # fmt: skip
    key = {"fields": ["ward"], "reference": {"resource": "tiny_wards", "fields": ["ward"]}}
    resources[0]["schema"]["foreignKeys"] = [key]
    package = {
        "name": NAME, "version": "1.0.0", "licenses": [{"name": "CC-BY-4.0", "title": "CC BY 4.0"}],
        "hoichan:title": both("Bộ nhỏ", "A tiny set"),
        "hoichan:description": both("Hai bảng nhỏ.", "Two small tables."),
        "hoichan:review": REVIEW if review is None else review, "resources": resources,
    }  # fmt: skip
    (folder / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    (folder / "croissant.json").write_text("{}", encoding="utf-8")
    (folder / "DATASHEET.md").write_text(SHEET, encoding="utf-8")
    truths = {
        "truths": [{"name": "t", "value": 4711.5, "question": both("Bao nhiêu?", "How many?")}],
        "questions": [
            {"id": "q", "question": both("Ai nặng nhất?", "Who is worst?"), "value": "S-ANSWER",
             "rule": "RULE-TEXT", "trap": {"value": "S-TRAP", "what": both("BẪY", "TRAP")}}
        ],
    }  # fmt: skip
    (folder / "truth.json").write_text(json.dumps(truths), encoding="utf-8")
    return folder


def picture() -> SimpleNamespace:
    """Bars of the wards' beds, with letters that need Vietnamese and XML care."""

    def draw(axes: Any, tables: Any, lang: str) -> None:
        rows = tables["tiny_wards"]
        axes.bar(rows["ward"], rows["beds"], hatch="//")
        axes.plot([0, 1], [10, 20], marker="o")
        axes.set_ylabel("Giường <kế hoạch>" if lang == "vi" else "Beds <planned>")

    def alt(tables: Any, lang: str) -> str:
        beds = int(tables["tiny_wards"]["beds"].sum())
        return f'Tổng {beds} "giường" & <b>' if lang == "vi" else f'{beds} "beds" & <b>'

    return SimpleNamespace(TITLE=Bilingual(vi="Số giường", en="Beds"), draw=draw, alt=alt)
