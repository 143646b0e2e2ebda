"""Each learner's own variant of a lesson's tasks, made when it is asked for."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from hoichan.schema.documents import read_pool
from hoichan.schema.key import Key
from hoichan.schema.pool import TaskPool
from hoichan.schema.site import SitePaths
from hoichan.schema.variant import MAX_VARIANT_BYTES, PublicVariant
from hoichan_hub.portal.refusals import RefusedError

_log = logging.getLogger(__name__)
MakeVariant = Callable[[TaskPool, bytes, str], tuple[PublicVariant, Key]]


@dataclass(frozen=True)
class _Loaded:
    """A pool with the state of its file when it was read."""

    state: tuple[int, int, int]
    pool: TaskPool


class VariantMaker:
    """Makes public variants from the site's frozen pools; the keys made along are dropped here."""

    def __init__(self, site: SitePaths, make: MakeVariant) -> None:
        self._site = site
        self._make = make
        self._pools: dict[Path, _Loaded] = {}
        self._lock = threading.Lock()

    def missing_pools(self, lesson: str, tasks: Iterable[str]) -> list[str]:
        """Tasks whose pool has not been frozen yet."""
        return [task for task in tasks if not self._site.pool(lesson, task).is_file()]

    def files(self, lesson: str, tasks: Iterable[str], learner: str) -> dict[str, bytes]:
        """``variants/<task>.json`` for every task of the lesson, for this learner only.

        Raises:
            RefusedError: ``variant_failed``; the reason is in the log.
        """
        return {f"variants/{task}.json": self._variant(lesson, task, learner) for task in tasks}

    def _variant(self, lesson: str, task: str, learner: str) -> bytes:
        try:
            pool = self._pool(lesson, task)
            secret = bytes.fromhex(self._site.course_secret.read_text(encoding="ascii").strip())
            variant, _key = self._make(pool, secret, learner)
            data = variant.model_dump_json(indent=1).encode("utf-8")
            if len(data) > MAX_VARIANT_BYTES:
                msg = (
                    f"variant of {lesson}/{task} has {len(data)} bytes, at most {MAX_VARIANT_BYTES}"
                )
                raise ValueError(msg)  # noqa: TRY301 - one place says what failed
        except ValidationError as error:
            # Its own text quotes the pool, and a pool is half the key: log where, not what.
            places = [".".join(str(part) for part in item["loc"]) for item in error.errors()]
            _log.error("pool of %s/%s is not valid at %s", lesson, task, places)
            raise RefusedError("variant_failed", task=task) from None
        except (OSError, ValueError) as error:
            _log.exception("no variant of %s/%s", lesson, task)
            raise RefusedError("variant_failed", task=task) from error
        return data

    def _pool(self, lesson: str, task: str) -> TaskPool:
        """The frozen pool, read again only when its file has changed."""
        path = self._site.pool(lesson, task)
        stat = path.stat()
        state = (stat.st_mtime_ns, stat.st_size, stat.st_ino)
        with self._lock:
            loaded = self._pools.get(path)
            if loaded is None or loaded.state != state:
                pool = read_pool(path.read_bytes())
                if (pool.lesson, pool.task) != (lesson, task):
                    msg = f"{path.name} is the pool of {pool.lesson}/{pool.task}"
                    raise ValueError(msg)
                loaded = self._pools[path] = _Loaded(state, pool)
        return loaded.pool
