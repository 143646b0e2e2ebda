"""``DATASHEET.md``: its fixed headings, in both languages, and the sections by heading."""

from __future__ import annotations

from hoichan.data.catalog import folder
from hoichan.data.datasheet import raw_sections
from hoichan.schema.text import Bilingual

# After "Datasheets for Datasets" (Gebru et al. 2021), shortened to what a synthetic table needs.
HEADINGS: tuple[Bilingual, ...] = (
    Bilingual(vi="Vì sao có bộ này", en="Motivation"),
    Bilingual(vi="Gồm những gì", en="Composition"),
    Bilingual(vi="Cách tạo", en="Generation"),
    Bilingual(vi="Cấu trúc gài sẵn", en="Planted structure"),
    Bilingual(vi="Dùng để làm gì", en="Uses"),
    Bilingual(vi="Không dùng để làm gì", en="Uses to avoid"),
    Bilingual(vi="Ô trống và mã định danh", en="Missing cells and identifiers"),
    Bilingual(vi="Giới hạn và thiên lệch", en="Limits and biases"),
    Bilingual(vi="Phát hành và bảo trì", en="Release and maintenance"),
)
_SAID = (
    ("không có người thật", "no person is real"),
    ("hợp lý nhưng không hiệu chỉnh", "plausible, not calibrated"),
)


def sections(name: str) -> dict[str, str]:
    """Text of each section of the datasheet of dataset ``name`` on one line, by heading, in order."""
    return {heading: " ".join(body.split()) for heading, body in raw_sections(name).items()}


def problems(name: str) -> list[Bilingual]:
    """What is missing from the datasheet: a section, or one of the two statements all must make."""
    path = folder(name) / "DATASHEET.md"
    found = sections(name)
    wanted = [heading.vi for heading in HEADINGS] + [heading.en for heading in HEADINGS]
    missing = [heading for heading in wanted if not found.get(heading)]
    text = path.read_text(encoding="utf-8").lower() if path.is_file() else ""
    plain = " ".join(text.replace("*", "").split())
    missing += [f"“{said}”" for pair in _SAID for said in pair if said not in plain]
    if not missing:
        return []
    listed = ", ".join(missing)
    return [Bilingual(vi=f"{path}: thiếu {listed}.", en=f"{path}: lacks {listed}.")]
