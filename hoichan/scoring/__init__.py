"""Scoring rules as pure functions, one rule a file; ``score`` is the entry point."""

from hoichan.scoring.score import SheetMismatchError, score

__all__ = ["SheetMismatchError", "score"]
