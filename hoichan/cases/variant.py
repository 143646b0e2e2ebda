"""One learner's variant of a task and its key, made from the frozen pool and the course secret.

The same inputs give the same bytes on every machine, so a key is never stored: the grader makes it
again. Nobody without the secret can tell which variant a learner has, or what is wrong in it.
"""

from __future__ import annotations

import hashlib
import hmac
import json

from hoichan.cases.dice import Dice
from hoichan.cases.errors import PoolError
from hoichan.cases.forms import form_of, only_form
from hoichan.cases.head import Head
from hoichan.schema.exercises import module_of
from hoichan.schema.key import Key
from hoichan.schema.pool import TaskPool
from hoichan.schema.variant import MAX_VARIANT_BYTES, PublicVariant

ID_LENGTH = 20


def pool_sha256(pool: TaskPool) -> str:
    """SHA-256 (hex) of the pool's content, whatever the layout of its file."""
    content = pool.model_dump(mode="json")
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def make_variant(
    pool: TaskPool, secret: bytes, learner: str, attempt: int = 1
) -> tuple[PublicVariant, Key]:
    """Make the variant of ``learner`` and its key.

    The id also depends on the pool's content: answers to an older pool are noticed, never scored
    with the wrong key.

    Raises:
        PoolError: the pool cannot keep its own rules, or the variant would be too large.
        ValueError: the secret is empty.
    """
    if not secret:
        msg = "the course secret is empty"
        raise ValueError(msg)
    who = f"{pool.lesson}|{pool.task}|{learner}|{attempt}"
    digest = pool_sha256(pool)
    dice = Dice(int.from_bytes(_hmac(secret, f"seed|{who}"), "big"))
    head = Head(
        lesson=pool.lesson,
        task=pool.task,
        variant=_hmac(secret, f"id|{who}|{digest}").hex()[:ID_LENGTH],
        learner=learner,
        attempt=attempt,
        points=pool.points,
        title=pool.title,
        practice=pool.points == 0,
        drafts=pool.drafts,
        pool_sha256=digest,
    )
    drawn_from = pool
    if pool.forms is not None:
        drawn_from = only_form(pool, form_of(pool.forms, secret, learner, attempt))
    made: tuple[PublicVariant, Key] = module_of("cases", pool.type).draw(drawn_from, dice, head)
    size = len(variant_bytes(made[0]))
    if size > MAX_VARIANT_BYTES:
        raise PoolError(
            f"Nhiệm vụ “{pool.task}”: đề của một người học lớn {size} byte, tối đa "
            f"{MAX_VARIANT_BYTES}. Hãy bớt tình huống hoặc rút gọn bảng minh chứng.",
            f'Task "{pool.task}": a learner\'s variant takes {size} bytes, at most '
            f"{MAX_VARIANT_BYTES} are allowed. Use fewer cases or smaller evidence tables.",
        )
    return made


def variant_bytes(variant: PublicVariant) -> bytes:
    """The variant as the file ``variants/<task>.json`` holds it (UTF-8 JSON, one line end)."""
    return (variant.model_dump_json(indent=1) + "\n").encode()


def _hmac(secret: bytes, message: str) -> bytes:
    return hmac.new(secret, message.encode(), hashlib.sha256).digest()
