"""Files made from sources and kept in the repository: write them, or say which are stale."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from hoichan.cases.errors import Problem
from hoichan.schema.text import Bilingual


def write_files(contents: Mapping[Path, str]) -> list[Path]:
    """Write what is missing or different; returns the files that were written."""
    written: list[Path] = []
    for path, text in contents.items():
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
            written.append(path)
    return written


def stale_files(contents: Mapping[Path, str], command: str) -> list[Problem]:
    """The files that do not hold what their sources give; ``command`` mends them."""
    text = Bilingual(
        vi=f"Tệp này cũ hơn nguồn của nó hoặc bị sửa tay. Chạy: {command}",
        en=f"This file is older than its source or was edited by hand. Run: {command}",
    )
    return [
        Problem(str(path), 0, text)
        for path, content in contents.items()
        if not path.is_file() or path.read_text(encoding="utf-8") != content
    ]
