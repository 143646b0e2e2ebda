"""Files that authors of a dataset write in YAML: read, checked, and every slip named with its place."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from hoichan.data.catalog import DataError

M = TypeVar("M", bound=BaseModel)


def read_yaml(path: Path) -> Any:
    """Content of a YAML file an author wrote; a missing or wrong file is a :class:`DataError`."""
    try:
        return yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise DataError(f"Thiếu tệp {path}.", f"File {path} is missing.") from error
    except yaml.YAMLError as error:
        raise DataError(
            f"{path}: không phải YAML: {error}", f"{path}: not YAML: {error}"
        ) from error


def checked(content: Any, model: type[M], path: Path) -> M:
    """``content`` of ``path`` as a ``model``; the first wrong entry is a :class:`DataError`."""
    try:
        return model.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise DataError(
            f"{path}: mục “{place}” sai: {first['msg']}.",
            f'{path}: entry "{place}" is wrong: {first["msg"]}.',
        ) from error
