"""A sample case to spoil, a four-row table, and the two small pools."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest

from hoichan.cases.compile import compile_case
from hoichan.cases.errors import CaseError, Problem
from hoichan.cases.read import read_case
from hoichan.schema.case import CompiledCase
from hoichan.schema.documents import read_pool
from hoichan.schema.pool import TaskPool

COLUMNS = (
    "khoa", "thang", "so_ngay", "giuong_kh", "giuong_thuc_ke", "luot_kham", "luot_bhyt", "ra_vien",
    "ngay_dt", "tu_vong",
)  # fmt: skip
ROWS = (
    ("NOI", "2025-01", 31, 30, 35, 2000, 1700, 170, 1028, 1),
    ("NOI", "2025-02", 28, 30, 35, 2100, 1827, 161, 966, 3),
    ("NGOAI", "2025-01", 31, 25, 31, 2000, 1700, 149, 664, 2),
    ("NGOAI", "2025-02", 28, 25, 31, 2100, 1827, 140, 602, 1),
)


@dataclass
class Draft:
    """A copy of the sample case whose files may be changed."""

    folder: Path

    def change(self, file: str, old: str, new: str) -> Draft:
        """Replace the first ``old`` of a file; it has to be there."""
        path = self.folder / file
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {file}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return self

    def line(self, file: str, text: str) -> int:
        """Number of the first line that begins with ``text``."""
        lines = (self.folder / file).read_text(encoding="utf-8").split("\n")
        return next(number for number, line in enumerate(lines, 1) if line.strip().startswith(text))

    def problems(self) -> list[Problem]:
        """What reading says is wrong."""
        with pytest.raises(CaseError) as caught:
            read_case(self.folder)
        return list(caught.value.problems)

    def only_problem(self) -> Problem:
        """The one thing that reading says is wrong."""
        (problem,) = self.problems()
        return problem


@pytest.fixture(scope="session")
def tables() -> dict[str, pd.DataFrame]:
    """Two departments, two months."""
    return {"monthly_activity": pd.DataFrame(list(ROWS), columns=list(COLUMNS))}


@pytest.fixture(scope="session")
def sample_folder(repo_root) -> Path:
    """The sample case of the fixtures; not to be changed."""
    return repo_root / "tests" / "fixtures" / "cases" / "sample-noi"


@pytest.fixture
def draft(tmp_path, sample_folder) -> Draft:
    """A copy of the sample case to spoil."""
    return Draft(Path(shutil.copytree(sample_folder, tmp_path / "sample-noi")))


@pytest.fixture(scope="session")
def sample(sample_folder, tables) -> CompiledCase:
    """The sample case, compiled."""
    return compile_case(read_case(sample_folder), tables)


def _pool(repo_root: Path, name: str) -> TaskPool:
    path = repo_root / "tests" / "fixtures" / name
    return read_pool(path.read_bytes())


@pytest.fixture(scope="session")
def critique_pool(repo_root) -> TaskPool:
    """Two answers of six units."""
    return _pool(repo_root, "small_pool.json")


@pytest.fixture(scope="session")
def verify_pool(repo_root) -> TaskPool:
    """Five claims."""
    return _pool(repo_root, "small_x2_pool.json")
