"""Answer sheets of persons who follow a rule, for tests on real variants and keys."""

from random import Random

from hoichan.schema.documents import AnswerSheet
from hoichan.schema.exercises.span_critique import Flag, SpanCritiquePayload
from hoichan.schema.exercises.verify_data import ClaimAnswer, Verdict, VerifyDataPayload
from hoichan.schema.key import Key
from hoichan.schema.payload import Payload
from hoichan.schema.taxonomy import Category
from hoichan.schema.variant import PublicVariant
from hoichan.scoring.verify import constant_answer


def sheet_of(variant: PublicVariant, payload: Payload) -> AnswerSheet:
    """An answers file of this variant's learner."""
    return AnswerSheet(
        lesson=variant.lesson,
        task=variant.task,
        variant=variant.variant,
        learner=variant.learner,
        opened="2026-01-01T00:00:00Z",
        saved="2026-01-01T00:00:00Z",
        ui="test",
        payload=payload,
    )


def reference(key: Key) -> Payload:
    """Everything right."""
    if key.type == "verify_data":
        return VerifyDataPayload(
            claims=tuple(
                ClaimAnswer(uid=c.uid, verdict=c.verdict, value=c.value, unit=c.unit)
                for c in key.claims
            )
        )
    return SpanCritiquePayload(
        flags=tuple(Flag(uid=p.uid, category=p.category) for p in key.planted),
        missing=tuple(omission.mid for omission in key.omissions),
        no_error=key.clean_answers,
    )


def all_flagged(key: Key, category: Category | None) -> SpanCritiquePayload:
    """Every unit flagged with one label (or none), every line of the missing lists ticked."""
    flags = tuple(Flag(uid=uid, category=category) for uid in key.unit_uids)
    return SpanCritiquePayload(flags=flags, missing=key.option_mids)


def constant_claims(key: Key, verdict: Verdict, *, copy: bool) -> VerifyDataPayload:
    """One verdict for every claim, with the stated number copied or not."""
    claims = tuple(constant_answer(claim, verdict, copy=copy) for claim in key.claims)
    return VerifyDataPayload(claims=claims)


def random_answers(variant: PublicVariant, key: Key, rng: Random) -> Payload:
    """A quarter of the units flagged blindly, or verdicts by dice with the stated number copied."""
    if variant.type == "verify_data":
        return VerifyDataPayload(
            claims=tuple(
                constant_answer(
                    claim, rng.choice(("true", "false", "unverifiable")), copy=rng.random() < 0.5
                )
                for claim in key.claims
            )
        )
    labels = list(Category)
    return SpanCritiquePayload(
        flags=tuple(
            Flag(uid=uid, category=rng.choice(labels))
            for uid in key.unit_uids
            if rng.random() < 0.25
        ),
        missing=tuple(mid for mid in key.option_mids if rng.random() < 0.25),
    )
