"""A case folder made ready for use: read, compiled, checked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

import pandas as pd

from hoichan import data
from hoichan.cases.check import check_case
from hoichan.cases.compile import compile_case
from hoichan.cases.errors import CaseError, Problem
from hoichan.cases.read import case_type, read_case
from hoichan.schema.case import CaseHead, CompiledCase
from hoichan.schema.exercises import module_of
from hoichan.synthesis.registry import Args, Measured, Unchanging

_MEASURED: dict[tuple[str, Args], Measured] = {}  # of the tables that _table gives


def ready_case(folder: Path) -> CaseHead:
    """The case of ``folder``, compiled from the published tables and free of problems.

    Raises:
        CaseError: everything that is wrong with it.
    """
    case, problems = inspect_case(folder)
    if problems:
        raise CaseError(problems)
    return case


def inspect_case(folder: Path) -> tuple[CaseHead, list[Problem]]:
    """The compiled case of ``folder`` and what the check finds wrong with it.

    Raises:
        CaseError: it cannot even be read or compiled.
    """
    loaded: tuple[CaseHead, list[Problem]] = module_of("cases", case_type(folder)).load(folder)
    return loaded


def load_claims(folder: Path) -> tuple[CompiledCase, list[Problem]]:
    """A case of claims; errors as in :func:`inspect_case`."""
    source = read_case(folder)
    tables = published(source.spec.datasets, folder)
    case = compile_case(source, tables)
    return case, check_case(case, tables, source)


def published(names: Iterable[str], folder: Path) -> Mapping[str, pd.DataFrame]:
    """The published tables ``names``; a missing one is a :class:`CaseError` of ``folder``."""
    try:
        return Unchanging({name: _table(name) for name in names}, _MEASURED)
    except data.DataError as error:
        raise CaseError([Problem(str(folder / "case.yaml"), 0, error.text)]) from error


@cache
def _table(name: str) -> pd.DataFrame:
    """Cases only read the tables, so that one copy serves them all.

    What pandas would carry along (``attrs``) it copies at every step of every measure.
    """
    rows = data.load(name)
    rows.attrs.clear()
    return rows
