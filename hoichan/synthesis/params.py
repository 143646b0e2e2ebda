"""Parameters of a generator: ``generator.yaml`` of its table, checked against the generator's model."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict

from hoichan.data.catalog import folder
from hoichan.synthesis.authored import checked, read_yaml


class Params(BaseModel):
    """Base of all parameter models: a key nobody declared is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


P = TypeVar("P", bound=Params)


def load_params(name: str, model: type[P], root: Path | None = None) -> P:
    """Read ``generator.yaml`` of table ``name``; a wrong file is a :class:`DataError` naming it."""
    path = folder(name, root) / "generator.yaml"
    return checked(read_yaml(path), model, path)
