"""The check takes nothing for granted: each rule refuses a case that breaks it."""

import pytest

from hoichan.cases.check import check_case
from hoichan.cases.compile import compile_case
from hoichan.cases.exercises import verify_data
from hoichan.cases.read import read_case
from hoichan.cases.whereabouts import Whereabouts
from hoichan.schema.case import Review, Span
from hoichan.schema.taxonomy import Category, Difficulty, Severity
from hoichan.schema.text import Bilingual


def replaced(case, unit_id, **fields):
    """The case with fields of one unit changed."""
    units = tuple(
        unit.model_copy(update=fields) if unit.id == unit_id else unit for unit in case.units
    )
    return case.model_copy(update={"units": units})


def wrong_replaced(case, unit_id, **fields):
    """The case with fields of the first wrong wording of a unit changed."""
    unit = next(unit for unit in case.units if unit.id == unit_id)
    first = unit.wrong[0].model_copy(update=fields)
    return replaced(case, unit_id, wrong=(first, *unit.wrong[1:]))


def said(case, tables):
    return [problem.text.en for problem in check_case(case, tables)]


def test_the_sample_is_good(sample, tables):
    assert said(sample, tables) == []


def test_small_pools_are_good(critique_pool, verify_pool, tables):
    for case in (*critique_pool.cases, *verify_pool.cases):
        assert said(case, tables) == []


def test_a_truth_that_the_data_do_not_give(sample, tables):
    other = {"monthly_activity": tables["monthly_activity"].assign(ngay_dt=[1028, 996, 664, 602])}
    assert any(
        '"truths.ngay_dt": The data give 996.0, not 966.0' in text for text in said(sample, other)
    )


def test_a_true_wording_with_a_wrong_number_in_one_language(sample, tables):
    true = next(unit for unit in sample.units if unit.id == "u3").true
    text = Bilingual(vi=true.text.vi.replace("115,0%", "150,0%"), en=true.text.en)
    spoiled = replaced(sample, "u3", true=true.model_copy(update={"text": text}))
    found = said(spoiled, tables)
    assert any('"occ" = 115 cannot be read back' in line for line in found)
    assert any("only in vi: 150%; only in en: 115%" in line for line in found)


def test_a_percent_sign_lost_is_noticed(sample, tables):
    true = next(unit for unit in sample.units if unit.id == "u3").true
    text = Bilingual(vi=true.text.vi.replace("%", ""), en=true.text.en.replace("%", ""))
    spoiled = replaced(sample, "u3", true=true.model_copy(update={"text": text}))
    assert sum("cannot be read back" in line for line in said(spoiled, tables)) == 2


def test_a_true_wording_that_asserts_something_else(sample, tables):
    true = next(unit for unit in sample.units if unit.id == "u3").true
    spoiled = replaced(sample, "u3", true=true.model_copy(update={"asserts": {"occ": 0.9857}}))
    assert any('the true wording says "occ" is 0.9857' in line for line in said(spoiled, tables))


def test_a_true_wording_may_not_rest_on_a_derived_number(sample, tables):
    true = next(unit for unit in sample.units if unit.id == "u3").true
    spoiled = replaced(sample, "u3", true=true.model_copy(update={"asserts": {"occ_x10": 11.5}}))
    assert any("which is no measure" in line for line in said(spoiled, tables))


DISTANCES = [
    (Category.NUM_ARITH, Difficulty.PLAUSIBLE, 1.04, False),  # 11 points, but under 10 %
    (Category.NUM_ARITH, Difficulty.PLAUSIBLE, 1.03, True),
    (Category.NUM_ARITH, Difficulty.NEAR_TRUTH, 1.148, False),  # two rounding steps
    (Category.NUM_ARITH, Difficulty.NEAR_TRUTH, 1.147, True),
    (Category.SRC_FABRICATED_FACT, Difficulty.PLAUSIBLE, 1.148, False),
    (Category.SRC_FABRICATED_FACT, Difficulty.PLAUSIBLE, 1.146, True),
    (Category.NUM_ARITH, Difficulty.PLAUSIBLE, 1.15, False),  # not wrong at all
]


@pytest.mark.parametrize("distance", DISTANCES, ids=str)
def test_a_wrong_number_is_far_enough_from_the_true_one(sample, tables, distance):
    category, level, value, good = distance
    unit = next(unit for unit in sample.units if unit.id == "u3")
    shown = f"{value * 100:.1f}%"
    text = Bilingual(
        vi=unit.true.text.vi.replace("115,0%", shown.replace(".", ",")),
        en=unit.true.text.en.replace("115.0%", shown),
    )
    first = unit.wrong[0].model_copy(
        update={"text": text, "asserts": {"occ": value}, "category": category, "level": level}
    )
    spoiled = replaced(sample, "u3", wrong=(first, *unit.wrong[1:]))
    found = [line for line in said(spoiled, tables) if "too near" in line or "misstate" in line]
    assert (found == []) is good


def test_a_wrong_number_that_another_definition_allows(draft, tables):
    draft.change(
        "case.yaml",
        'thang: "2025-02"}, show: pct1}',
        'thang: "2025-02"}, show: pct1, also: [occ_beds]}',
    )
    source = read_case(draft.folder)
    problems = check_case(compile_case(source, tables), tables, source)
    (problem,) = problems
    assert '(by "occ_beds")' in problem.text.en
    assert problem.line == draft.line("case.yaml", "- {id: beds")


def test_a_wrong_fact_must_not_be_the_true_one(sample, tables):
    unit = next(unit for unit in sample.units if unit.id == "u5")
    first = unit.wrong[0].model_copy(update={"asserts": {"cause": True}})
    assert said(replaced(sample, "u5", wrong=(first,)), tables) == []


def test_a_number_error_has_to_misstate_a_number(sample, tables):
    spoiled = wrong_replaced(sample, "u5", category=Category.NUM_ARITH)
    assert any("must misstate a number" in line for line in said(spoiled, tables))


TEXTS = [
    ({"vi": "Còn {occ} ở đây, tháng này đấy.", "en": "Some {occ} is left in here."}, "braces are left"),
    ({"vi": "Câu này có biểu tượng 😀 nhé anh.", "en": "This has a smiley 😀 in it."}, "basic plane"),
    ({"vi": "**Câu** này in đậm cả đấy nhé.", "en": "**This** one is in bold type."}, "one plain paragraph"),
    ({"vi": "Một.\n\nHai, câu này dài hơn.", "en": "One.\n\nTwo, longer than that."}, "one plain paragraph"),
    ({"vi": "Cuối tháng 3 có số liệu rồi.", "en": "The figures came in May, late."},
     "only in vi: 3; only in en: none"),
    ({"vi": "Tháng 3 chốt số liệu rồi đấy.", "en": "The figures closed in April."},
     "only in vi: 3; only in en: 4"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "says"), TEXTS, ids=[says for _, says in TEXTS])
def test_texts_can_be_shown_and_agree(sample, tables, text, says):
    unit = next(unit for unit in sample.units if unit.id == "u6")
    true = unit.true.model_copy(update={"text": Bilingual(**text)})
    found = said(replaced(sample, "u6", true=true), tables)
    if says.endswith("none"):
        assert any("only in vi: 3; only in en: 5" in line for line in found)  # "in May" is a month
    else:
        assert any(says in line for line in found), found


def test_numbers_of_a_reason_agree_too(sample, tables):
    why = Bilingual(vi="Chia cho 28 ngày.", en="Divide by 30 days.")
    assert any(
        "numbers differ" in line for line in said(wrong_replaced(sample, "u3", why=why), tables)
    )


@pytest.mark.parametrize(("tail", "good"), [("", True), (" đấy nhé, rất cao, cao lắm", False)])
def test_a_wrong_wording_is_about_as_long_as_the_true_one(sample, tables, tail, good):
    unit = next(unit for unit in sample.units if unit.id == "u3")
    text = unit.wrong[0].text
    spoiled = wrong_replaced(sample, "u3", text=Bilingual(vi=text.vi[:-1] + tail + ".", en=text.en))
    assert any("characters, the true one" in line for line in said(spoiled, tables)) is not good


def test_two_wordings_may_not_read_the_same(sample, tables):
    unit = next(unit for unit in sample.units if unit.id == "u3")
    spoiled = replaced(
        sample, "u3", wrong=(unit.wrong[0], unit.wrong[0].model_copy(update={"id": "b"}))
    )
    assert any('the same as "u3.beds"' in line for line in said(spoiled, tables))


def test_a_core_lies_in_its_sentence(sample, tables):
    spoiled = wrong_replaced(sample, "u3", core_en=Span(start=30, end=300))
    assert any("lies outside the sentence" in line for line in said(spoiled, tables))


def test_foils_and_errors_are_explained(sample, tables):
    assert any("#### why" in line for line in said(replaced(sample, "u1", why=None), tables))
    nothing = Bilingual(vi=" ", en="")
    found = said(wrong_replaced(sample, "u3", check=nothing), tables)
    assert any('"#### check"' in line for line in found)


def test_two_foils_are_needed(sample, tables):
    found = said(replaced(sample, "u1", foil=False), tables)
    assert any("1 foils" in line for line in found)


def test_each_third_offers_an_error(sample, tables):
    spoiled = replaced(sample, "u2", wrong=())
    assert any("each third" in line for line in said(spoiled, tables))


def test_an_answer_needs_a_table(sample, tables):
    found = said(sample.model_copy(update={"evidence": ()}), tables)
    assert any("one table is needed" in line for line in found)


def test_what_is_left_out_cannot_be_wrong_as_well(sample, tables):
    must = sample.must_have[0].model_copy(update={"unit": "u3"})
    found = said(sample.model_copy(update={"must_have": (must, sample.must_have[1])}), tables)
    assert any("have no wrong wording" in line for line in found)


def test_a_missing_list_needs_a_decoy(sample, tables):
    found = said(sample.model_copy(update={"must_have": sample.must_have[:1]}), tables)
    assert any("never left out" in line for line in found)


def test_a_deadly_error_needs_two_names(sample, tables):
    spoiled = wrong_replaced(
        sample, "u5", category=Category.CLIN_DRUG_SAFETY, severity=Severity.CRITICAL
    )

    def under(status, *names):
        review = Review(status=status, reviewers=names)
        return said(spoiled.model_copy(update={"review": review}), tables)

    assert any("two names" in line for line in under("reviewed", "a"))
    assert under("draft", "a") == []
    assert under("reviewed", "a", "b") == []


def test_a_claim_asks_for_one_number(verify_pool, tables):
    case = verify_pool.cases[0]
    unit = case.units[1]
    text = Bilingual(
        vi=unit.true.text.vi[:-1] + ", ngày điều trị TB 6,0.",
        en=unit.true.text.en[:-1] + ", stay 6.0.",
    )
    true = unit.true.model_copy(
        update={"text": text, "asserts": {**unit.true.asserts, "alos": 6.0}}
    )
    found = said(replaced(case, unit.id, true=true), tables)
    assert any("a claim asks for one number, here are 2: occ, alos" in line for line in found)


def test_the_number_asked_for_has_a_unit(verify_pool):
    case = verify_pool.cases[0]
    truths = tuple(truth.model_copy(update={"unit": None}) for truth in case.truths)
    spoiled = case.model_copy(update={"truths": truths})
    found = list(verify_data.case_problems(spoiled, Whereabouts(spoiled)))
    assert any("has no unit, so a learner has none to choose" in one.text.en for one in found)
    assert not list(verify_data.case_problems(case, Whereabouts(case)))


def test_a_claim_rests_on_something(verify_pool, tables):
    case = verify_pool.cases[0]
    found = said(replaced(case, "u5", unverifiable=False), tables)
    assert any("names no truth" in line for line in found)


def test_problems_know_their_lines(draft, tables):
    draft.change(
        "en.md", "The figures were closed on 3 March", "The figures were closed on 4 March"
    )
    source = read_case(draft.folder)
    (problem,) = check_case(compile_case(source, tables), tables, source)
    assert problem.file.endswith("en.md")
    assert problem.line == draft.line("en.md", "## u6")
    assert "chỉ có trong vi: 3; chỉ có trong en: 4" in problem.text.vi


def test_titles_are_checked_too(sample, tables):
    title = Bilingual(vi="Khoa Nội tháng 2/2025", en="Internal medicine, March 2025")
    spoiled = sample.model_copy(update={"title": title})
    assert any("only in vi: 2; only in en: 3" in line for line in said(spoiled, tables))
    table = sample.evidence[0].model_copy(update={"title": Bilingual(vi="{occ}", en="{occ}")})
    spoiled = sample.model_copy(update={"evidence": (table, *sample.evidence[1:])})
    assert any("braces are left" in line for line in said(spoiled, tables))
