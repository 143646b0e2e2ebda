"""Does a key tell the truth about a variant? Found out from the texts and the data alone.

Nothing of how the variant was drawn is used: every unit the learner reads is looked up among the
wordings of its case, and its numbers are computed again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from hoichan.cases.check_claims import Fresh, recompute, true_problems, wrong_problems
from hoichan.cases.errors import Problem
from hoichan.cases.shown import as_displayed, main_truth, stated, tolerance_displayed
from hoichan.cases.truths import Tables
from hoichan.cases.whereabouts import Whereabouts
from hoichan.schema.case import CompiledCase, TaskPool, Unit, WrongWording
from hoichan.schema.key import Foil, Key, KeyClaim, PlantedUnit, Verdict
from hoichan.schema.text import Bilingual
from hoichan.schema.variant import PublicAnswer, PublicClaim, PublicVariant

Reading = tuple[CompiledCase, Unit, WrongWording | None]


@dataclass(frozen=True)
class _Inspection:
    """One variant and its key, with the truths of all cases computed anew."""

    variant: PublicVariant
    key: Key
    fresh: Mapping[str, Fresh]

    def wrong(self, where: str, vi: str, en: str) -> Problem:
        """A mistake in this variant or its key."""
        name = f"{self.variant.lesson}/{self.variant.task}/{self.variant.variant}"
        return Problem(name, 0, Bilingual(vi=f"{where}: {vi}", en=f"{where}: {en}"))

    def false_or_true(self, reading: Reading) -> Iterator[Problem]:
        """Whether the wording is what its place says: a wrong one false, a true one true."""
        case, unit, wrong = reading
        at = Whereabouts(case)
        if wrong is None:
            yield from true_problems(case, unit, self.fresh[case.id], at)
        else:
            yield from wrong_problems(case, unit, wrong, self.fresh[case.id], at)


class VariantCheck:
    """Checks variants of one pool; the truths are computed from the data once, when it is made."""

    def __init__(self, pool: TaskPool, tables: Tables) -> None:
        self._pool = pool
        self._fresh: dict[str, Fresh] = {}
        self._stale: list[Problem] = []
        for case in pool.cases:
            self._fresh[case.id], found = recompute(case, tables, Whereabouts(case))
            self._stale += found

    def problems(self, variant: PublicVariant, key: Key) -> list[Problem]:
        """Everything in which ``variant`` and ``key`` disagree with each other or with the data."""
        if self._stale:
            return list(self._stale)
        seen = _Inspection(variant, key, self._fresh)
        pool = self._pool
        parts = _answers(pool, seen) if pool.type == "span_critique" else _claims(pool, seen)
        return [*_headers(pool, seen), *parts]


def check_variant(
    pool: TaskPool, variant: PublicVariant, key: Key, tables: Tables
) -> list[Problem]:
    """Check one variant; many of one pool are faster with one :class:`VariantCheck`."""
    return VariantCheck(pool, tables).problems(variant, key)


def _headers(pool: TaskPool, seen: _Inspection) -> Iterator[Problem]:
    for name in ("lesson", "task", "type", "points", "variant"):
        ours = getattr(seen.variant, name)
        if getattr(seen.key, name) != ours or getattr(pool, name, ours) != ours:
            yield seen.wrong(name, "không khớp.", "does not agree.")


def _answers(pool: TaskPool, seen: _Inspection) -> Iterator[Problem]:
    planted = {entry.uid: entry for entry in seen.key.planted}
    foils = {entry.uid: entry for entry in seen.key.foils}
    expected_foils: set[str] = set()
    clean: list[str] = []
    for answer in seen.variant.answers:
        case = _case_of(pool, answer)
        if case is None:
            yield seen.wrong(answer.aid, "không thuộc tình huống nào.", "belongs to no case.")
            continue
        found = _find_units(case, [unit.text for unit in answer.units])
        if found is None:
            yield seen.wrong(
                answer.aid, "có câu không thuộc tình huống.", "holds a sentence not of its case."
            )
            continue
        for public, (unit, wrong) in zip(answer.units, found, strict=True):
            yield from seen.false_or_true((case, unit, wrong))
            entry = planted.get(public.uid)
            yield from _unit(seen, (case, unit, wrong), answer.aid, public.uid, entry)
            if wrong is None and unit.foil:
                expected_foils.add(public.uid)
                if foils.get(public.uid) != Foil(uid=public.uid, why=unit.why or unit.true.text):
                    yield seen.wrong(public.uid, "lý do câu lạ bị sai.", "wrong reason of a foil.")
        yield from _omissions(seen, case, answer, {unit.id for unit, _ in found})
        left_out = any(entry.aid == answer.aid for entry in seen.key.omissions)
        if not left_out and all(wrong is None for _, wrong in found):
            clean.append(answer.aid)
    yield from _sets(seen, clean, set(foils), expected_foils)


def _case_of(pool: TaskPool, answer: PublicAnswer) -> CompiledCase | None:
    for case in pool.cases:
        if (case.title, case.prompt, case.evidence) == (
            answer.title,
            answer.prompt,
            answer.evidence,
        ):
            return case
    return None


def _find_units(
    case: CompiledCase, texts: list[Bilingual]
) -> list[tuple[Unit, WrongWording | None]] | None:
    """The unit and the wrong wording (None: true) behind each text; None when one is unknown."""
    known: dict[Bilingual, tuple[Unit, WrongWording | None]] = {}
    for unit in case.units:
        known[unit.true.text] = (unit, None)
        known.update((wrong.text, (unit, wrong)) for wrong in unit.wrong)
    found = [known.get(text) for text in texts]
    return None if None in found else [entry for entry in found if entry is not None]


def _unit(
    seen: _Inspection, reading: Reading, aid: str, uid: str, entry: PlantedUnit | None
) -> Iterator[Problem]:
    """Whether the key says of one unit what its text says."""
    case, unit, wrong = reading
    if wrong is None:
        if entry is not None:
            yield seen.wrong(uid, "khoá nói sai, câu thì đúng.", "key says wrong, text is true.")
        return
    expected = PlantedUnit(
        aid=aid,
        uid=uid,
        case=case.id,
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
    if entry != expected:
        yield seen.wrong(uid, "khoá không khớp với câu sai.", "key does not fit the wrong text.")


def _omissions(
    seen: _Inspection, case: CompiledCase, answer: PublicAnswer, present: set[str]
) -> Iterator[Problem]:
    """Units that are not there must be what the key says was left out, one at most."""
    absent = {unit.id for unit in case.units} - present
    listed = {entry.mid: entry for entry in seen.key.omissions if entry.aid == answer.aid}
    labels = {option.mid: option.label for option in answer.missing}
    lines = {must.id: must for must in case.must_have}
    if len(listed) > 1 or {entry.unit for entry in listed.values()} != absent:
        yield seen.wrong(
            answer.aid, "phần bị bỏ sót không khớp với khoá.", "what is left out is not in the key."
        )
    if sorted(labels.values(), key=str) != sorted((m.label for m in lines.values()), key=str):
        yield seen.wrong(
            answer.aid, "danh sách “thiếu gì?” bị sai.", "wrong list of what is missing."
        )
    for mid, entry in listed.items():
        must = next((m for m in lines.values() if m.label == labels.get(mid)), None)
        if must is None or (must.unit, must.severity, must.why, must.check) != (
            entry.unit,
            entry.severity,
            entry.why,
            entry.check,
        ):
            yield seen.wrong(mid, "khoá của phần bỏ sót bị sai.", "wrong key of an omission.")


def _sets(
    seen: _Inspection, clean: list[str], foils: set[str], expected_foils: set[str]
) -> Iterator[Problem]:
    uids = [unit.uid for answer in seen.variant.answers for unit in answer.units]
    mids = [option.mid for answer in seen.variant.answers for option in answer.missing]
    pairs = (
        ("unit_uids", list(seen.key.unit_uids), uids),
        ("option_mids", list(seen.key.option_mids), mids),
        ("clean_answers", list(seen.key.clean_answers), clean),
        ("foils", sorted(foils), sorted(expected_foils)),
    )
    for name, ours, theirs in pairs:
        if ours != theirs:
            yield seen.wrong(name, f"{ours}, phải là {theirs}.", f"{ours}, should be {theirs}.")
    unknown = {entry.uid for entry in seen.key.planted} - set(uids)
    if unknown or len(seen.key.planted) != len({entry.uid for entry in seen.key.planted}):
        yield seen.wrong("planted", "có mục lạ hoặc lặp.", "holds an unknown or repeated entry.")


def _claims(pool: TaskPool, seen: _Inspection) -> Iterator[Problem]:
    known: dict[Bilingual, Reading] = {}
    for case in pool.cases:
        for unit in case.units:
            known[unit.true.text] = (case, unit, None)
            known.update((wrong.text, (case, unit, wrong)) for wrong in unit.wrong)
    if [claim.uid for claim in seen.key.claims] != [claim.uid for claim in seen.variant.claims]:
        yield seen.wrong("claims", "khoá thiếu hoặc thừa.", "the key has too many or too few.")
        return
    for public, entry in zip(seen.variant.claims, seen.key.claims, strict=True):
        reading = known.get(public.text)
        if reading is None:
            yield seen.wrong(public.uid, "không thuộc tình huống nào.", "belongs to no case.")
            continue
        yield from seen.false_or_true(reading)
        yield from _claim(seen, reading, public, entry)


def _claim(
    seen: _Inspection, reading: Reading, public: PublicClaim, entry: KeyClaim
) -> Iterator[Problem]:
    case, unit, wrong = reading
    verdict: Verdict = "true" if wrong is None else "false"
    truth = main_truth(case, unit)
    if unit.unverifiable:
        verdict, truth = "unverifiable", None
    expected = entry.model_copy(
        update={
            "case": case.id,
            "unit_id": unit.id,
            "verdict": verdict,
            "value": as_displayed(truth) if truth else None,
            "shown": stated(truth, wrong or unit.true) if truth else None,
            "unit": truth.unit if truth else None,
            "tolerance": tolerance_displayed(truth) if truth else 0.0,
            "category": wrong.category if wrong else None,
        }
    )
    if expected != entry:
        yield seen.wrong(public.uid, "khoá không khớp với câu.", "key does not fit the claim.")
    if truth is not None and truth.unit not in public.units_offered:
        yield seen.wrong(public.uid, "thiếu đơn vị đúng.", "the right unit is not offered.")
