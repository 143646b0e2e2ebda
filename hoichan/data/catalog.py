"""Which datasets and tables there are, and where their files lie.

A dataset is a folder of one or more tables; a dataset of one table shares its name with the table.
"""

from __future__ import annotations

from pathlib import Path

from hoichan.schema.text import Bilingual

TABLES: dict[str, tuple[str, ...]] = {
    "opd_visits": ("opd_visits",),
    "ipd_discharges": ("ipd_discharges",),
    "dengue_weekly": ("dengue_weekly",),
    "pharmacy": ("dispense", "adr", "drug_kb", "drug_pairs"),
    "labs": ("labs",),
    "ward_vitals": ("ward_vitals",),
    "immunization": ("immunization",),
    "bhyt_claims": ("bhyt_claims",),
    "monthly_activity": ("monthly_activity",),
    "notes_phi": ("notes_phi",),
    "screening": ("screening",),
    "refs": ("refs",),
}
NAMES: tuple[str, ...] = tuple(TABLES)

_INSTALLED = Path(__file__).parent.parent / "_tables"
_REPOSITORY = Path(__file__).parents[2] / "datasets" / "tables"


class DataError(ValueError):
    """A dataset is missing or damaged; ``text`` says so in both languages."""

    def __init__(self, vi: str, en: str) -> None:
        super().__init__(f"{vi} / {en}")
        self.text = Bilingual(vi=vi, en=en)


def tables_dir() -> Path:
    """Folder of the datasets: inside the installed package, else the repository's."""
    return _INSTALLED if _INSTALLED.is_dir() else _REPOSITORY


def installed() -> bool:
    """Whether the datasets are those of an installed wheel, which holds no truths and stays as it is."""
    return tables_dir() == _INSTALLED


def folder(name: str, root: Path | None = None) -> Path:
    """Folder of dataset ``name``; an unknown name is a :class:`DataError` naming those there are."""
    if name not in TABLES:
        known = ", ".join(NAMES)
        raise DataError(
            f"Không có bộ dữ liệu “{name}”. Có: {known}.",
            f'No dataset "{name}". There are: {known}.',
        )
    return (root or tables_dir()) / name


def dataset_of(table: str) -> str:
    """The dataset that ``table`` belongs to.

    Raises:
        DataError: no such table; a dataset of several tables is answered with their names.
    """
    for dataset, its in TABLES.items():
        if table in its:
            return dataset
    if table in TABLES:
        its_names = ", ".join(TABLES[table])
        raise DataError(
            f"Bộ dữ liệu “{table}” có nhiều bảng: {its_names}. Hãy nêu tên một bảng.",
            f'Dataset "{table}" has several tables: {its_names}. Name one of them.',
        )
    known = ", ".join(name for its in TABLES.values() for name in its)
    raise DataError(
        f"Không có bộ dữ liệu “{table}”. Có: {known}.",
        f'No dataset "{table}". There are: {known}.',
    )


def tables_of(name: str) -> tuple[str, ...]:
    """Tables meant by ``name``: those of a dataset, or the one table it names."""
    return TABLES[name] if name in TABLES else (name,) if dataset_of(name) else ()
