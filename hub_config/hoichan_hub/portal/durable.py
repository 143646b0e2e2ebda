"""Folders that appear whole or not at all, and stay after a power cut."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Mapping
from pathlib import Path

_FILE_MODE = 0o600
_FOLDER_MODE = 0o700


def make_folder(path: Path, top: Path) -> None:
    """Make ``path`` and what is missing above it (below ``top``), private and synced to disk."""
    if path.is_dir():
        return
    if path != top:
        make_folder(path.parent, top)
    path.mkdir(mode=_FOLDER_MODE, exist_ok=True)
    sync_folder(path.parent)


def sync_folder(path: Path) -> None:
    """Force a folder's list of names to disk."""
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_folder(target: Path, files: Mapping[str, bytes], incoming: Path) -> None:
    """Write ``files`` (relative path -> content) below ``target`` so that all or none are there.

    Everything is written and synced in ``incoming`` (same file system), then renamed in one step.
    The parent of ``target`` must exist.

    Raises:
        OSError: the disk is full, or ``target`` is already there; nothing is left behind at
            ``target``.
    """
    draft = incoming / secrets.token_hex(8)
    draft.mkdir(mode=_FOLDER_MODE)
    try:
        _fill(draft, files)
        draft.rename(target)
    except OSError:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    sync_folder(target.parent)


def _fill(draft: Path, files: Mapping[str, bytes]) -> None:
    """Write and sync the files of a draft folder, and the folder itself."""
    folders = {draft}
    for path, data in files.items():
        file = draft / path
        make_folder(file.parent, draft)
        folders.update(parent for parent in file.parents if parent.is_relative_to(draft))
        write_synced(file, data)
    for folder in folders:
        sync_folder(folder)


def write_synced(file: Path, data: bytes) -> None:
    """Write a new private file and force it to disk; fails when the file is already there."""
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _FILE_MODE)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())


def replace_file(file: Path, data: bytes) -> None:
    """Replace a private file's content in one step, synced to disk."""
    draft = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    write_synced(draft, data)
    draft.replace(file)
    sync_folder(file.parent)
