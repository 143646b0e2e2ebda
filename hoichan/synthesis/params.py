"""Parameters of a generator: ``generator.yaml`` of its table, checked against the generator's model."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from hoichan.data import DataError, folder


class Params(BaseModel):
    """Base of all parameter models: a key nobody declared is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


P = TypeVar("P", bound=Params)


def load_params(name: str, model: type[P], root: Path | None = None) -> P:
    """Read ``generator.yaml`` of table ``name``; a wrong file is a :class:`DataError` naming it."""
    path = folder(name, root) / "generator.yaml"
    try:
        return model.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except FileNotFoundError as error:
        raise DataError(f"Thiếu tệp {path}.", f"File {path} is missing.") from error
    except yaml.YAMLError as error:
        raise DataError(
            f"{path}: không phải YAML: {error}", f"{path}: not YAML: {error}"
        ) from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise DataError(
            f"{path}: mục “{place}” sai: {first['msg']}.",
            f'{path}: entry "{place}" is wrong: {first["msg"]}.',
        ) from error
