"""Where the authors' files lie: in the checkout one works in, else the one hoichan comes from."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import hoichan
from hoichan.cases.errors import CaseError, Problem
from hoichan.schema.text import Bilingual

_MARK = Path("datasets") / "cases"


@dataclass(frozen=True)
class Places:
    """The folders that authors write in, below one root."""

    root: Path

    @classmethod
    def here(cls, start: Path | None = None) -> Places:
        """The checkout around ``start`` (the current folder), else the one hoichan lies in."""
        begin = (start or Path.cwd()).resolve()
        for folder in (begin, *begin.parents):
            if (folder / _MARK).is_dir():
                return cls(folder)
        return cls(Path(hoichan.__file__).resolve().parents[1])

    @property
    def cases(self) -> Path:
        """One folder per case."""
        return self.root / _MARK

    @property
    def forms(self) -> Path:
        """One folder per template of a test's parallel forms."""
        return self.root / "datasets" / "forms"

    @property
    def schemas(self) -> Path:
        """JSON Schemas written from the code."""
        return self.root / "datasets" / "schema"

    def case_folders(self) -> dict[str, Path]:
        """Every case by id, sorted."""
        return {path.parent.name: path.parent for path in sorted(self.cases.glob("*/case.yaml"))}

    def lesson_folders(self) -> dict[str, Path]:
        """Every lesson by id, sorted, whatever its pillar."""
        found = sorted((self.root / "notebooks").glob("*/*/lesson.yaml"))
        return {path.parent.name: path.parent for path in found}

    def show(self, file: str | Path) -> str:
        """A file's name as a person reads it: from the root. Only to print, not to open."""
        path = Path(file)
        return str(path.relative_to(self.root) if path.is_relative_to(self.root) else path)


def choose(known: dict[str, Path], wanted: list[str], what: Bilingual) -> dict[str, Path]:
    """The folders named by ``wanted`` (ids or paths), all when nothing is named.

    Raises:
        CaseError: one of them does not exist.
    """
    if not wanted:
        return known
    chosen: dict[str, Path] = {}
    for name in wanted:
        path = Path(name)
        if name in known:
            chosen[name] = known[name]
        elif path.is_dir():
            chosen[path.resolve().name] = path
        else:
            among = ", ".join(known) or "-"
            text = Bilingual(
                vi=f"không có {what.vi} này. Có: {among}.",
                en=f"there is no such {what.en}. There are: {among}.",
            )
            raise CaseError([Problem(name, 0, text)])
    return chosen
