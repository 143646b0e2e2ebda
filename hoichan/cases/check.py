"""The independent check of a compiled case: nothing the compiler said is taken for granted.

Truths are computed again from the data, and numbers are read back from the rendered sentences of
both languages. Source of the rules: course blueprint A.2, A.3.
"""

from __future__ import annotations

from collections.abc import Iterator

from hoichan.cases.check_claims import recompute, true_problems, wrong_problems
from hoichan.cases.check_texts import text_problems
from hoichan.cases.errors import Problem
from hoichan.cases.shown import is_number
from hoichan.cases.source import CaseSource
from hoichan.cases.truths import Tables
from hoichan.cases.whereabouts import Whereabouts
from hoichan.schema.case import CompiledCase, Unit
from hoichan.schema.taxonomy import Severity
from hoichan.schema.text import Bilingual

LEAST_FOILS = 2
REVIEWERS_OF_CRITICAL = 2
SPREAD_FROM = 6  # units: a shorter answer need not have an error in every third


def check_case(
    case: CompiledCase, tables: Tables, source: CaseSource | None = None
) -> list[Problem]:
    """Everything that is wrong with ``case``; empty when it may be used.

    With ``source`` the problems carry file and line, without it the case's id and the label.
    """
    at = Whereabouts(case, source)
    fresh, problems = recompute(case, tables, at)
    if problems:
        return problems
    for unit in case.units:
        problems += true_problems(case, unit, fresh, at)
        for wrong in unit.wrong:
            problems += wrong_problems(case, unit, wrong, fresh, at)
            problems += _core_problems(unit, at)
    problems += text_problems(case, at)
    problems += _explained(case, at)
    problems += _must_have(case, at)
    problems += _critical(case, at)
    if case.type == "span_critique":
        problems += _critique(case, at)
    else:
        problems += _verify(case, at)
    return list(dict.fromkeys(problems))


def _core_problems(unit: Unit, at: Whereabouts) -> Iterator[Problem]:
    for wrong in unit.wrong:
        for text, core in ((wrong.text.vi, wrong.core_vi), (wrong.text.en, wrong.core_en)):
            if not (0 <= core.start < core.end <= len(text)):
                yield at.in_yaml(
                    f"{unit.id}.{wrong.id}",
                    "vùng lỗi nằm ngoài câu.",
                    "the core of the error lies outside the sentence.",
                )


def _said(text: Bilingual | None) -> bool:
    return text is not None and bool(text.vi.strip()) and bool(text.en.strip())


def _explained(case: CompiledCase, at: Whereabouts) -> Iterator[Problem]:
    """Everything a learner may stumble over has its reason."""
    for unit in case.units:
        if (unit.foil or unit.unverifiable) and not _said(unit.why):
            yield at.in_yaml(unit.id, "cần mục “#### why”.", 'needs a "#### why".')
        for wrong in unit.wrong:
            if not (_said(wrong.why) and _said(wrong.check)):
                yield at.in_yaml(
                    f"{unit.id}.{wrong.id}",
                    "cần cả “#### why” và “#### check”.",
                    'needs both "#### why" and "#### check".',
                )


def _must_have(case: CompiledCase, at: Whereabouts) -> Iterator[Problem]:
    units = {unit.id: unit for unit in case.units}
    planted = [must for must in case.must_have if must.severity is not None]
    for must in planted:
        unit = units.get(must.unit)
        if unit is None or unit.wrong:
            yield at.in_yaml(
                must.id,
                f"nhận định “{must.unit}” phải có trong câu trả lời và không có cách viết sai.",
                f'unit "{must.unit}" must be in the answer and have no wrong wording.',
            )
        if not (_said(must.why) and _said(must.check)):
            yield at.in_yaml(
                must.id,
                "cần cả “#### why” và “#### check”.",
                'needs both "#### why" and "#### check".',
            )
    if planted and len(planted) == len(case.must_have):
        yield at.in_yaml(
            planted[0].id,
            "danh sách “thiếu gì?” cần ít nhất một dòng không bao giờ thiếu (không có severity).",
            'the "what is missing?" list needs a line that is never left out (no severity).',
        )


def _critical(case: CompiledCase, at: Whereabouts) -> Iterator[Problem]:
    """An error that could kill needs two named clinicians to vouch for it (blueprint A.2)."""
    if len(case.review.reviewers) >= REVIEWERS_OF_CRITICAL:
        return
    for unit in case.units:
        for wrong in unit.wrong:
            if wrong.severity is Severity.CRITICAL and wrong.category.group == "clin":
                yield at.in_yaml(
                    f"{unit.id}.{wrong.id}",
                    "lỗi lâm sàng mức 4 cần hai người duyệt có tên trong review.reviewers.",
                    "a clinical error of severity 4 needs two names in review.reviewers.",
                )


def _critique(case: CompiledCase, at: Whereabouts) -> Iterator[Problem]:
    foils = sum(unit.foil for unit in case.units)
    if foils < LEAST_FOILS:
        yield at.in_yaml(
            "units",
            f"có {foils} câu đúng mà nghe lạ (foil: true), cần ít nhất {LEAST_FOILS}.",
            f"there are {foils} foils (true but surprising units), at least {LEAST_FOILS} needed.",
        )
    if not case.evidence:
        yield at.in_yaml(
            "evidence",
            "cần ít nhất một bảng số liệu để người học kiểm được.",
            "at least one table is needed, or learners could not check.",
        )
    total = len(case.units)
    thirds = {place * 3 // total for place, unit in enumerate(case.units) if unit.wrong}
    if total >= SPREAD_FROM and len(thirds) < 3:
        yield at.in_yaml(
            "units",
            "mỗi phần ba của câu trả lời (đầu, giữa, cuối) cần ít nhất một câu có cách viết sai.",
            "each third of the answer (start, middle, end) needs a unit with a wrong wording.",
        )


def _verify(case: CompiledCase, at: Whereabouts) -> Iterator[Problem]:
    """One claim, one question: the learner must know which number is asked for."""
    truths = {truth.name: truth for truth in case.truths}
    for unit in case.units:
        shown = [
            name
            for name, value in unit.true.asserts.items()
            if is_number(value) and truths[name].show is not None
        ]
        if unit.unverifiable:
            continue
        if len(shown) > 1:
            yield at.in_yaml(
                unit.id,
                f"mỗi nhận định chỉ hỏi một con số, ở đây có {len(shown)}: {', '.join(shown)}.",
                f"a claim asks for one number, here are {len(shown)}: {', '.join(shown)}.",
            )
        elif not unit.true.asserts:
            yield at.in_yaml(
                unit.id,
                "không nói rõ dựa vào số liệu nào (about), nên không kiểm được.",
                "names no truth (about), so it cannot be checked.",
            )
