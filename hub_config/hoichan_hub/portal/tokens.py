"""Tokens of a portal that runs without a hub: only their hashes are kept."""

from __future__ import annotations

import hashlib
import json
import secrets
import threading
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter, ValidationError

from hoichan.schema.portal import is_learner_name
from hoichan.schema.site import SitePaths
from hoichan.schema.text import Strict
from hoichan_hub.portal.durable import make_folder, replace_file, write_synced
from hoichan_hub.portal.settings import SettingsError

Role = Literal["learner", "instructor"]


class TokenHolder(Strict):
    """Whose token it is."""

    name: str
    role: Role


_HOLDERS = TypeAdapter(dict[str, TokenHolder])


def token_file(site: SitePaths) -> Path:
    """``<site>/portal/tokens.json``: SHA-256 of a token -> its holder."""
    return site.portal / "tokens.json"


def add_token(site: SitePaths, name: str, role: Role = "learner") -> str:
    """Make a token for ``name`` and return it; it cannot be read back later.

    Raises:
        SettingsError: the name cannot be a folder's name.
    """
    if not is_learner_name(name):
        msg = f"Tên “{name}” có ký tự không dùng được. / The name “{name}” cannot be used."
        raise SettingsError(msg)
    token = secrets.token_urlsafe(32)
    path = token_file(site)
    make_folder(path.parent, site.root)
    holders = read_holders(path)
    holders[_digest(token)] = TokenHolder(name=name, role=role)
    content = {digest: holder.model_dump() for digest, holder in sorted(holders.items())}
    data = json.dumps(content, ensure_ascii=False, indent=1).encode("utf-8")
    if path.exists():
        replace_file(path, data)
    else:
        write_synced(path, data)
    return token


def read_holders(path: Path) -> dict[str, TokenHolder]:
    """All holders by token hash; none when the file is not there yet.

    Raises:
        SettingsError: the file is damaged.
    """
    if not path.exists():
        return {}
    try:
        return _HOLDERS.validate_json(path.read_bytes())
    except ValidationError as error:
        msg = f"Tệp mã truy cập bị hỏng: {path} / The token file is damaged: {path}"
        raise SettingsError(msg) from error


class TokenFile:
    """Looks tokens up in the token file, which is read again when it has changed."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._state: tuple[int, int, int] | None = None
        self._holders: dict[str, TokenHolder] = {}

    def holder(self, token: str) -> TokenHolder | None:
        """Whose token this is, None when nobody's."""
        with self._lock:
            state = self._file_state()
            if state != self._state:
                self._holders = read_holders(self._path)
                self._state = state
        return self._holders.get(_digest(token))

    def _file_state(self) -> tuple[int, int, int] | None:
        try:
            stat = self._path.stat()
        except FileNotFoundError:
            return None
        return stat.st_mtime_ns, stat.st_size, stat.st_ino


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8")).hexdigest()
