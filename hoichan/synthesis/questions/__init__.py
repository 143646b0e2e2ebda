"""All known-truth questions: importing this package registers every question there is."""

from __future__ import annotations

from types import ModuleType

from hoichan.synthesis.question import Answer, Question, Tables, asked

MODULES: tuple[ModuleType, ...] = ()

__all__ = ["MODULES", "Answer", "Question", "Tables", "asked"]
