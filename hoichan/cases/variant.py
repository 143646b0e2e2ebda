"""One learner's variant of a task and its key, made from the frozen pool and the course secret.

The same inputs give the same bytes on every machine, so a key is never stored: the grader makes it
again. Nobody without the secret can tell which variant a learner has, or what is wrong in it.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import get_args

from hoichan.cases.dice import Dice
from hoichan.cases.draw import ClaimPlan, draw_claims
from hoichan.cases.errors import PoolError
from hoichan.cases.plan import AnswerPlan, plan_answers
from hoichan.cases.shown import as_displayed, main_truth, stated, tolerance_displayed
from hoichan.cases.variant_check import check_variant
from hoichan.i18n import fill, strings
from hoichan.schema.case import TaskPool, Truth, UnitOfMeasure
from hoichan.schema.key import Foil, Key, KeyClaim, PlantedOmission, PlantedUnit
from hoichan.schema.numbers import format_number
from hoichan.schema.text import Bilingual
from hoichan.schema.variant import (
    MAX_VARIANT_BYTES,
    MissingOption,
    PublicAnswer,
    PublicClaim,
    PublicUnit,
    PublicVariant,
)

__all__ = ["check_variant", "make_variant", "pool_sha256", "units_offered", "variant_bytes"]

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
    variant_id = _hmac(secret, f"id|{who}|{digest}").hex()[:ID_LENGTH]
    variant = PublicVariant(
        lesson=pool.lesson,
        task=pool.task,
        type=pool.type,
        variant=variant_id,
        learner=learner,
        attempt=attempt,
        points=pool.points,
        title=pool.title,
    )
    key = Key(
        lesson=pool.lesson,
        task=pool.task,
        type=pool.type,
        variant=variant_id,
        points=pool.points,
        pool_sha256=digest,
    )
    if pool.type == "span_critique":
        variant, key = _critique(plan_answers(pool, dice), variant, key, dice)
    else:
        variant, key = _verify(pool, draw_claims(pool, dice), variant, key)
    size = len(variant_bytes(variant))
    if size > MAX_VARIANT_BYTES:
        raise PoolError(
            f"Nhiệm vụ “{pool.task}”: đề của một người học lớn {size} byte, tối đa "
            f"{MAX_VARIANT_BYTES}. Hãy bớt tình huống hoặc rút gọn bảng minh chứng.",
            f'Task "{pool.task}": a learner\'s variant takes {size} bytes, at most '
            f"{MAX_VARIANT_BYTES} are allowed. Use fewer cases or smaller evidence tables.",
        )
    return variant, key


def variant_bytes(variant: PublicVariant) -> bytes:
    """The variant as the file ``variants/<task>.json`` holds it (UTF-8 JSON, one line end)."""
    return (variant.model_dump_json(indent=1) + "\n").encode()


def _hmac(secret: bytes, message: str) -> bytes:
    return hmac.new(secret, message.encode(), hashlib.sha256).digest()


def _critique(
    plans: tuple[AnswerPlan, ...], variant: PublicVariant, key: Key, dice: Dice
) -> tuple[PublicVariant, Key]:
    answers: list[PublicAnswer] = []
    planted: list[PlantedUnit] = []
    omissions: list[PlantedOmission] = []
    foils: list[Foil] = []
    clean: list[str] = []
    for number, plan in enumerate(plans, start=1):
        aid = f"a{number}"
        units, wrong, tempting = _units(plan, aid)
        missing, left_out = _missing(plan, aid, dice)
        planted += wrong
        foils += tempting
        omissions += left_out
        clean += [aid] if plan.clean else []
        answers.append(
            PublicAnswer(
                aid=aid,
                title=plan.case.title,
                prompt=plan.case.prompt,
                as_of=plan.case.as_of,
                evidence=plan.case.evidence,
                units=units,
                missing=missing,
                provenance=plan.case.provenance,
            )
        )
    public = variant.model_copy(update={"answers": tuple(answers)})
    return public, key.model_copy(
        update={
            "planted": tuple(planted),
            "omissions": tuple(omissions),
            "foils": tuple(foils),
            "clean_answers": tuple(clean),
            "unit_uids": tuple(unit.uid for answer in answers for unit in answer.units),
            "option_mids": tuple(option.mid for answer in answers for option in answer.missing),
        }
    )


def _units(
    plan: AnswerPlan, aid: str
) -> tuple[tuple[PublicUnit, ...], list[PlantedUnit], list[Foil]]:
    """The answer's units as shown, the wrong ones among them, and the foils left standing."""
    public: list[PublicUnit] = []
    planted: list[PlantedUnit] = []
    foils: list[Foil] = []
    for number, unit in enumerate(plan.units, start=1):
        uid = f"{aid}.u{number}"
        wrong = plan.wrong.get(unit.id)
        public.append(PublicUnit(uid=uid, text=(wrong or unit.true).text))
        if wrong is not None:
            planted.append(
                PlantedUnit(
                    aid=aid,
                    uid=uid,
                    case=plan.case.id,
                    unit=unit.id,
                    wording=wrong.id,
                    category=wrong.category,
                    severity=wrong.severity,
                    level=wrong.level,
                    core_vi=wrong.core_vi,
                    core_en=wrong.core_en,
                    true_text=unit.true.text,
                    why=wrong.why,
                    check=wrong.check,
                )
            )
        elif unit.foil and unit.why is not None:
            foils.append(Foil(uid=uid, why=unit.why))
    return tuple(public), planted, foils


def _missing(
    plan: AnswerPlan, aid: str, dice: Dice
) -> tuple[tuple[MissingOption, ...], list[PlantedOmission]]:
    """The lines of the "what is missing?" list in random order, and the one that is missing."""
    options: list[MissingOption] = []
    omissions: list[PlantedOmission] = []
    texts = {unit.id: unit.true.text for unit in plan.case.units}
    for number, must in enumerate(dice.shuffled(plan.case.must_have), start=1):
        mid = f"{aid}.m{number}"
        options.append(MissingOption(mid=mid, label=must.label))
        if must is not plan.omitted:
            continue
        if must.severity is None or must.why is None or must.check is None:
            msg = f"{plan.case.id}: {must.id} cannot be left out, it has no severity, why or check"
            raise ValueError(msg)
        omissions.append(
            PlantedOmission(
                aid=aid,
                mid=mid,
                case=plan.case.id,
                unit=must.unit,
                severity=must.severity,
                left_out=texts[must.unit],
                why=must.why,
                check=must.check,
            )
        )
    return tuple(options), omissions


def _verify(
    pool: TaskPool, plans: tuple[ClaimPlan, ...], variant: PublicVariant, key: Key
) -> tuple[PublicVariant, Key]:
    offered = units_offered(pool)
    claims: list[PublicClaim] = []
    answers: list[KeyClaim] = []
    for number, plan in enumerate(plans, start=1):
        uid = f"c{number}"
        text = (plan.wrong or plan.unit.true).text
        claims.append(PublicClaim(uid=uid, text=text, units_offered=offered))
        answers.append(_key_claim(plan, uid))
    prompts = [case.prompt for case in pool.cases]
    context = Bilingual(
        vi="\n\n".join(dict.fromkeys(prompt.vi for prompt in prompts)),
        en="\n\n".join(dict.fromkeys(prompt.en for prompt in prompts)),
    )
    public = variant.model_copy(
        update={"claims": tuple(claims), "context": context, "tables": pool.tables}
    )
    return public, key.model_copy(update={"claims": tuple(answers)})


def units_offered(pool: TaskPool) -> tuple[UnitOfMeasure, ...]:
    """Units to choose from: the same list under every claim, so that it tells nothing."""
    used = {truth.unit for case in pool.cases for truth in case.truths}
    order: tuple[UnitOfMeasure, ...] = get_args(UnitOfMeasure)
    return tuple(unit for unit in order if unit in used)


def _key_claim(plan: ClaimPlan, uid: str) -> KeyClaim:
    truth = main_truth(plan.case, plan.unit)
    said = plan.wrong or plan.unit.true
    shown = None if truth is None else stated(truth, said)
    common = KeyClaim(
        uid=uid,
        case=plan.case.id,
        unit_id=plan.unit.id,
        verdict=plan.verdict,
        why=_why(plan, truth),
        check=plan.wrong.check if plan.wrong else None,
        category=plan.wrong.category if plan.wrong else None,
    )
    if truth is None or plan.unit.unverifiable:
        return common
    return common.model_copy(
        update={
            "value": as_displayed(truth),
            "shown": shown,
            "unit": truth.unit,
            "tolerance": tolerance_displayed(truth),
        }
    )


def _why(plan: ClaimPlan, truth: Truth | None) -> Bilingual:
    """Why the verdict is right: the author's words, else the number worked out again."""
    if plan.wrong is not None:
        return plan.wrong.why
    if plan.unit.why is not None:
        return plan.unit.why
    if truth is None or truth.show is None or isinstance(truth.value, str):
        return strings("cases")["fact_is_true"]
    vi, en = (format_number(truth.value, truth.show, lang) for lang in ("vi", "en"))
    return fill(strings("cases")["claim_is_true"], value=Bilingual(vi=vi, en=en))
