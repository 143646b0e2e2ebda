"""Grade records on disk: one JSON file a learner and lesson."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError

from hoichan.schema.report import GradeRecord
from hoichan.schema.site import SitePaths
from hoichan_grader import atomic


def write_record(site: SitePaths, record: GradeRecord) -> bool:
    """Write a record; a record that says nothing new leaves the file as it is, date and all.

    Returns whether the file changed.
    """
    path = site.record(record.lesson, record.learner)
    before = read_record(path)
    if before is not None and before.model_copy(update={"graded_at": record.graded_at}) == record:
        return False
    return atomic.write_text(path, record.model_dump_json(indent=1) + "\n")


def read_record(path: Path) -> GradeRecord | None:
    """Read one record, None when it is not there or of another version."""
    try:
        return GradeRecord.model_validate_json(path.read_bytes())
    except (FileNotFoundError, ValidationError):
        return None


def read_records(site: SitePaths, lesson: str) -> dict[str, GradeRecord]:
    """All records of a lesson by learner."""
    folder = site.record(lesson, "x").parent
    records = (read_record(path) for path in sorted(folder.glob("*.json")))
    return {record.learner: record for record in records if record is not None}
