"""Frozen pools: compiled once, kept by hash, and never changed behind a learner's back.

``keys/<lesson>/<task>.pool.json`` is the pool in force. ``keys/<lesson>/versions/`` keeps every pool
that learners ever had, and ``versions.json`` says from when on each was in force. A variant's id
tells which pool it was drawn from, so older answers are still graded with the right key.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from hoichan.schema.documents import read_pool
from hoichan.schema.pool import TaskPool
from hoichan.schema.site import SitePaths
from hoichan.schema.text import Strict
from hoichan_grader import atomic
from hoichan_grader.texts import error


class PoolVersion(Strict):
    """A pool and the moment (ISO 8601, UTC) from which it was in force."""

    sha256: str
    frozen_at: str


_Versions = TypeAdapter(dict[str, tuple[PoolVersion, ...]])


@dataclass(frozen=True)
class Frozen:
    """What freezing did with one task's pool: ``new``, ``unchanged`` or ``replaced``."""

    task: str
    sha256: str
    outcome: str
    cases: int


def pool_bytes(pool: TaskPool) -> bytes:
    """The exact content of a pool file: JSON with sorted keys, the same at every run."""
    data = pool.model_dump(mode="json")
    return (json.dumps(data, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode("utf-8")


def sha256(data: bytes) -> str:
    """SHA-256 in hex."""
    return hashlib.sha256(data).hexdigest()


def in_use(site: SitePaths, lesson: str) -> str | None:
    """Why a lesson's pools may not simply change; None when no learner has seen the lesson."""
    submitted = sorted(site.course.glob(f"submitted/*/{lesson}"))
    waiting = sorted((site.portal / "submissions" / lesson).glob("*"))
    if submitted or waiting:
        count = len({path.parent.name for path in submitted} | {path.name for path in waiting})
        return f"{count} bài nộp / submissions"
    if (site.course / "release" / lesson).is_dir():
        return "đã phát hành / released"
    return None


def freeze(
    site: SitePaths,
    pools: Iterable[TaskPool],
    *,
    new_version: bool = False,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> list[Frozen]:
    """Write pools of one lesson; nothing is written when one of them may not change.

    Raises:
        GraderError: a pool that learners already have would change, and ``new_version`` is off.
    """
    planned = [(pool, pool_bytes(pool)) for pool in pools]
    for pool, data in planned:
        path = site.pool(pool.lesson, pool.task)
        changed = path.is_file() and path.read_bytes() != data
        reason = in_use(site, pool.lesson) if changed and not new_version else None
        if reason is not None:
            raise error("pool_in_use", task=pool.task, why=reason)
    return [_freeze_one(site, pool, data, now()) for pool, data in planned]


def _freeze_one(site: SitePaths, pool: TaskPool, data: bytes, moment: datetime) -> Frozen:
    path = site.pool(pool.lesson, pool.task)
    atomic.make_private_folder(path.parent)
    digest = sha256(data)
    outcome = "new"
    if path.is_file():
        outcome = "unchanged" if path.read_bytes() == data else "replaced"
    atomic.write_bytes(_kept(site, pool.lesson, pool.task, digest), data)
    versions = _read_versions(site, pool.lesson)
    history = versions.get(pool.task, ())
    if not history or history[-1].sha256 != digest:
        if outcome == "replaced" and in_use(site, pool.lesson) is None:
            history = ()  # nobody has seen the earlier ones
        stamp = moment.astimezone(UTC).isoformat(timespec="seconds")
        versions[pool.task] = (*history, PoolVersion(sha256=digest, frozen_at=stamp))
        text = _Versions.dump_json(versions, indent=1).decode("utf-8")
        atomic.write_text(_versions_file(site, pool.lesson), text + "\n")
    # Last, so that a pool in force always has its version on file.
    atomic.write_bytes(path, data)
    return Frozen(pool.task, digest, outcome, len(pool.cases))


def _versions_file(site: SitePaths, lesson: str) -> Path:
    return site.keys / lesson / "versions.json"


def _kept(site: SitePaths, lesson: str, task: str, digest: str) -> Path:
    return site.keys / lesson / "versions" / f"{task}.{digest[:16]}.pool.json"


def _read_versions(site: SitePaths, lesson: str) -> dict[str, tuple[PoolVersion, ...]]:
    path = _versions_file(site, lesson)
    if not path.is_file():
        return {}
    try:
        return dict(_Versions.validate_json(path.read_bytes()))
    except ValidationError as reason:
        raise error("bad_pool", path=path, reason=reason) from reason


def load_pools(site: SitePaths, lesson: str, task: str) -> tuple[TaskPool, ...]:
    """Read a task's pools: the one in force first, then those that learners had before it.

    Raises:
        GraderError: the pool was not frozen, or a file is damaged.
    """
    path = site.pool(lesson, task)
    if not path.is_file():
        raise error("no_pool", path=path, site=site.root, lesson=lesson)
    history = _read_versions(site, lesson).get(task, ())
    if not history:  # laid there by hand, as tests do
        return (_parse(path),)
    current = history[-1].sha256
    if sha256(path.read_bytes()) != current:
        raise error("bad_pool", path=path, reason="sha256 != versions.json")
    earlier = dict.fromkeys(one.sha256 for one in reversed(history) if one.sha256 != current)
    return (_parse(path), *(_parse(_kept(site, lesson, task, one)) for one in earlier))


def _parse(path: Path) -> TaskPool:
    try:
        return read_pool(path.read_bytes())
    except (OSError, ValidationError) as reason:
        raise error("bad_pool", path=path, reason=reason) from reason
