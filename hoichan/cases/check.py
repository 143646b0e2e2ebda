"""The independent check of a compiled case: nothing the compiler said is taken for granted.

Truths are computed again from the data, and numbers are read back from the rendered sentences of
both languages. Source of the rules: course blueprint A.2, A.3.
"""

from __future__ import annotations

from collections.abc import Iterator

from hoichan.cases.check_claims import recompute, true_problems, wrong_problems
from hoichan.cases.check_texts import text_problems
from hoichan.cases.drafts import TYPES, has_drafts, is_critical
from hoichan.cases.errors import Problem
from hoichan.cases.source import CaseSource
from hoichan.cases.truths import Tables
from hoichan.cases.whereabouts import Whereabouts
from hoichan.schema.case import CompiledCase, Unit
from hoichan.schema.exercises import module_of
from hoichan.schema.text import Bilingual


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
    problems += module_of("cases", case.type).case_problems(case, at)
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
    if not has_drafts(case):
        return
    for unit in case.units:
        for wrong in unit.wrong:
            if not is_critical(wrong):
                continue
            if case.review.status != "draft":
                yield at.in_yaml(
                    f"{unit.id}.{wrong.id}",
                    "lỗi lâm sàng mức 4 cần hai người duyệt có tên trong review.reviewers; chưa đủ "
                    "thì review.status phải là draft.",
                    "a clinical error of severity 4 needs two names in review.reviewers; until "
                    "then review.status has to be draft.",
                )
            if case.type not in TYPES:
                yield at.in_yaml(
                    f"{unit.id}.{wrong.id}",
                    f"loại bài {case.type} không bỏ riêng được lỗi lâm sàng mức 4 chưa duyệt.",
                    f"{case.type} cannot do without a clinical error of severity 4 that is not "
                    "confirmed yet.",
                )
