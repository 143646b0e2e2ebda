"""A small dataset of two tables in a folder of its own, so that publishing is tested in a moment."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from hoichan import data
from hoichan.data import catalog
from hoichan.synthesis.datasheet import HEADINGS
from hoichan.synthesis.draws import Draws, decimals
from hoichan.synthesis.generators import GENERATORS

COLUMNS = """
title: {vi: Xét nghiệm nhỏ, en: Small laboratory}
description: {vi: Chỉ để thử., en: For tests only.}
review:
  - {id: mini_codes, who: laboratory, what: {vi: Mã xét nghiệm., en: Test codes.}}
tables:
  people:
    title: {vi: Người, en: Persons}
    description: {vi: Mỗi dòng một người., en: One row a person.}
    primary_key: nb_id
    columns:
      nb_id: {type: string, pattern: "NB[0-9]{3}", title: {vi: Mã, en: Code}, description: {vi: Mã., en: Code.}}
      khoa: {type: string, codes: khoa, title: {vi: Khoa, en: Ward}, description: {vi: Khoa., en: Ward.}}
      tuoi: {type: integer, missing: true, minimum: 0, maximum: 120, unit: a, title: {vi: Tuổi, en: Age}, description: {vi: Tuổi., en: Age.}}
      ngay: {type: date, missing: true, title: {vi: Ngày, en: Day}, description: {vi: Ngày., en: Day.}}
  results:
    title: {vi: Kết quả, en: Results}
    description: {vi: Mỗi dòng một kết quả., en: One row a result.}
    primary_key: [nb_id, lan]
    foreign_keys: [{fields: [nb_id], table: people, reference: [nb_id]}]
    columns:
      nb_id: {type: string, title: {vi: Mã, en: Code}, description: {vi: Mã., en: Code.}}
      lan: {type: integer, title: {vi: Lần, en: Turn}, description: {vi: Lần., en: Turn.}}
      luc: {type: datetime, title: {vi: Lúc, en: Time}, description: {vi: Lúc., en: Time.}}
      kali: {type: number, missing: true, unit: mmol/L, code_system: loinc, title: {vi: Kali, en: Potassium}, description: {vi: Kali., en: Potassium.}}
      tot: {type: boolean, missing: true, title: {vi: Mẫu tốt, en: Good sample}, description: {vi: Mẫu tốt., en: Good sample.}}
      ghi_chu: {type: string, missing: true, title: {vi: Ghi chú, en: Note}, description: {vi: Ghi chú., en: Note.}}
      dau: {type: array, missing: true, title: {vi: Dấu, en: Marks}, description: {vi: Dấu., en: Marks.}}
"""
TRUTHS = """
- {name: people, measure: people.count, question: {vi: "Bao nhiêu người?", en: "How many persons?"}}
- {name: potassium, measure: results.mean, args: {column: kali}, question: {vi: "Kali bình quân?", en: "Mean potassium?"}}
- {name: first, measure: people.largest, args: {by: khoa}, question: {vi: "Khoa nào?", en: "Which ward?"}}
"""


def generate(seed):
    """Forty persons with three results each; every kind of cell, empty ones too."""
    draws = Draws(seed, "mini", "all")
    code = [f"NB{number:03d}" for number in range(40)]
    ward = np.where(np.arange(40) < 25, "NOI", "NHI")
    people = pd.DataFrame({"nb_id": code, "khoa": ward, "tuoi": draws.integers(0, 90, 40).tolist(),
                           "ngay": "2025-01-31"})  # fmt: skip
    people["tuoi"] = people["tuoi"].astype(object)
    people.loc[3, ["tuoi", "ngay"]] = ["", ""]
    results = pd.DataFrame({"nb_id": np.repeat(code, 3), "lan": np.tile([1, 2, 3], 40)})
    results["luc"] = "2025-01-31T06:00:00"
    results["kali"] = decimals(4 + 0.5 * draws.normal(120), 1).astype(object)
    results.loc[5, "kali"] = ""
    results["tot"] = np.where(np.arange(120) % 7, "true", "false")
    results.loc[6, "tot"] = ""
    results["ghi_chu"] = 'có dấu, "nháy" và\nxuống dòng'
    results["dau"] = '[{"start":0,"end":2}]'
    results.loc[8, ["ghi_chu", "dau"]] = ["", ""]
    return {"people": people, "results": results}


def datasheet():
    """One word under every heading, and the statements all datasheets make."""
    said = "Không có người thật. No person is real. Hợp lý nhưng không hiệu chỉnh. Plausible, not calibrated."
    parts = [f"# mini\n\n{said}\n\n## Tiếng Việt\n"]
    parts += [f"### {heading.vi}\nmột câu\n" for heading in HEADINGS]
    parts += ["## English\n"] + [f"### {heading.en}\none sentence\n" for heading in HEADINGS]
    return "\n".join(parts)


@pytest.fixture
def mini(tmp_path, monkeypatch):
    """Folder of the small dataset's authored files; the catalogue knows nothing else."""
    root = tmp_path / "tables"
    folder = root / "mini"
    folder.mkdir(parents=True)
    for name in ("codes.yaml", "code_systems.yaml"):
        (root / name).write_bytes((data.tables_dir() / name).read_bytes())
    for name, text in {
        "columns.yaml": COLUMNS, "truths.yaml": TRUTHS, "generator.yaml": "seed: 5\n",
        "DATASHEET.md": datasheet(),
    }.items():  # fmt: skip
        (folder / name).write_text(text, encoding="utf-8")
    for known in list(catalog.TABLES):
        monkeypatch.delitem(catalog.TABLES, known)
    monkeypatch.setitem(catalog.TABLES, "mini", ("people", "results"))
    monkeypatch.setattr(catalog, "_REPOSITORY", root)
    monkeypatch.setitem(GENERATORS, "mini", generate)
    data.forget()
    yield folder
    data.forget()
