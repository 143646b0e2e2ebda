"""What variant and key of every exercise type begin with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hoichan.schema.text import Bilingual


@dataclass(frozen=True)
class Head:
    """Whose variant of which task this is."""

    lesson: str
    task: str
    variant: str
    learner: str
    attempt: int
    points: float
    title: Bilingual
    practice: bool
    drafts: bool
    pool_sha256: str

    def of_variant(self) -> dict[str, Any]:
        """The fields of ``PublicVariant``; ``type`` comes from the class."""
        return {name: value for name, value in vars(self).items() if name != "pool_sha256"}

    def of_key(self) -> dict[str, Any]:
        """The fields of ``Key``."""
        names = ("lesson", "task", "variant", "points", "pool_sha256")
        return {name: getattr(self, name) for name in names}
