"""Put a new version of a folder in place of the old one all at once, or not at all.

Files are made in a folder beside the target; only when all are there does it take the target's
place. A build that is interrupted, or finds the disk full, leaves the old version as it was.
"""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hoichan.data.catalog import DataError

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


@contextmanager
def replaced(target: Path, made: frozenset[str]) -> Iterator[Path]:
    """A folder to write into, which becomes ``target`` when the block ends well.

    Files of the old ``target`` are carried over (what authors wrote), except those named in
    ``made``. What earlier interrupted builds left beside it is put back or removed first.

    Raises:
        DataError: the disk is full or cannot be written; ``target`` is untouched.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _recover(target)
        staged = Path(tempfile.mkdtemp(prefix=f"{_new(target)}{os.getpid()}-", dir=target.parent))
    except OSError as error:
        raise _cannot(target, error) from error
    try:
        staged.chmod(0o755)
        yield staged
        _carry_over(target, staged, made)
        _swap(target, staged)
    except OSError as error:
        raise _cannot(target, error) from error
    finally:
        shutil.rmtree(staged, ignore_errors=True)


def _recover(target: Path) -> None:
    """Finish what a killed build began: put the old version back, drop half-made ones."""
    old = _old(target)
    if old.exists():
        if target.exists():
            shutil.rmtree(old)
        else:
            old.rename(target)
    for left in target.parent.glob(f"{_new(target)}*"):
        if not _alive(int(left.name.removeprefix(_new(target)).partition("-")[0])):
            shutil.rmtree(left, ignore_errors=True)


def _alive(process: int) -> bool:
    """Another build may be at work on the same folder: its files are not ours to remove."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _new(target: Path) -> str:
    return f".{target.name}.new-"


def _old(target: Path) -> Path:
    return target.with_name(f".{target.name}.old")


def _carry_over(target: Path, staged: Path, made: frozenset[str]) -> None:
    """Copy what authors wrote, and let everything reach the disk before the swap."""
    if target.is_dir():
        for path in sorted(target.iterdir()):
            if path.name not in made and not (staged / path.name).exists():
                copy = shutil.copytree if path.is_dir() else shutil.copy2
                copy(path, staged / path.name)
    for path in staged.rglob("*"):
        if path.is_file():
            with path.open("rb") as stream:
                os.fsync(stream.fileno())


def _swap(target: Path, staged: Path) -> None:
    """Two renames; when the second does not come, the old version is back at the next build."""
    old = _old(target)
    if not target.exists():
        staged.rename(target)
        return
    target.rename(old)
    try:
        staged.rename(target)
    except BaseException:
        old.rename(target)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _cannot(target: Path, error: OSError) -> DataError:
    if error.errno in _FULL:
        return DataError(
            f"Đĩa đầy khi ghi {target}: dữ liệu cũ còn nguyên. Hãy giải phóng dung lượng hoặc chọn --out khác.",
            f"The disk is full while writing {target}: the old data is untouched. Free some space or choose another --out.",
        )
    return DataError(
        f"Không ghi được {target}: {error.strerror or error}. Dữ liệu cũ còn nguyên.",
        f"Cannot write {target}: {error.strerror or error}. The old data is untouched.",
    )
