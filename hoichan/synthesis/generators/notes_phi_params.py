"""Parameters of ``notes_phi``."""

from __future__ import annotations

from hoichan.synthesis.params import Params


class Dates(Params):
    """Days on which notes are dated: the first, and how many."""

    first: str
    days: int


class NotesParams(Params):
    """All parameters of ``notes_phi``."""

    seed: int
    notes: int
    controls: int
    quasi_only: int
    hard: dict[str, int]
    dates: Dates
    birth_years: dict[str, tuple[int, int]]
    child_diagnoses: tuple[str, ...]
    child_drugs: tuple[str, ...]
    diagnoses: tuple[str, ...]
    drugs: tuple[str, ...]
