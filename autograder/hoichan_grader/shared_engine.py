"""One database engine for a whole grading run.

nbgrader opens its gradebook about ten times a submission and makes a new SQLAlchemy engine each
time, so every statement is compiled anew: about half of the run's time. Here all of them get the
same engine. Sessions are opened and closed exactly as before.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import nbgrader.api
from sqlalchemy import Engine


@contextmanager
def shared_engine() -> Iterator[None]:
    """Let every ``Gradebook`` opened inside share one engine a database; closed at the end."""
    engines: dict[str, Engine] = {}
    original = nbgrader.api.create_engine

    def create_once(db_url: str, **options: Any) -> Engine:
        if db_url not in engines:
            engines[db_url] = original(db_url, **options)
        return engines[db_url]

    nbgrader.api.create_engine = create_once
    try:
        yield
    finally:
        nbgrader.api.create_engine = original
        for engine in engines.values():
            engine.dispose()
