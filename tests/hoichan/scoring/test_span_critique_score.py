"""C1 through the entry point: taps, drags, foils, omissions and the edge cases of the blueprint."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hoichan.schema.documents import AnswerSheet
from hoichan.schema.exercises.span_critique import DragSpan, Flag, SpanCritiquePayload
from hoichan.schema.taxonomy import Category
from hoichan.scoring import SheetMismatchError, score

PLANTED = {"a1.u2": 2, "a1.u5": 4, "a2.u1": 1, "a2.u9": 3}
FOILS = ("a1.u3", "a3.u3")
RIGHT = Category.NUM_DENOMINATOR


@pytest.fixture(scope="module")
def small(critique_set):
    return critique_set(PLANTED, foils=FOILS)


def flags(*uids, category=RIGHT):
    return tuple(Flag(uid=uid, category=category) for uid in uids)


def points(small, payload):
    return score(small.key, small.sheet(payload), small.variant)


def perfect(extra=()):
    return SpanCritiquePayload(flags=flags(*PLANTED, *extra), missing=("a1.m1",))


def test_reference_answers_earn_everything(small):
    report = points(small, perfect())
    assert report.points == 28
    assert report.misses == ()
    assert set(report.hits) == {*PLANTED, "a1.m1"}


def test_nothing_answered_and_everything_flagged_earn_exactly_zero(small):
    everything = SpanCritiquePayload(
        flags=flags(*small.key.unit_uids, category=None), missing=small.key.option_mids
    )
    assert score(small.key, None, small.variant).points == 0
    assert points(small, SpanCritiquePayload()).points == 0
    assert points(small, everything).points == 0


def test_flagging_everything_earns_nothing_even_where_no_foil_stands(critique_set):
    small = critique_set(PLANTED)
    everything = SpanCritiquePayload(
        flags=flags(*small.key.unit_uids, category=None), missing=small.key.option_mids
    )
    assert points(small, everything).points == 0


def test_foil_costs_half_as_much_again_as_another_true_unit(small):
    plain = points(small, perfect(extra=("a3.u1",)))
    foil = points(small, perfect(extra=("a3.u3",)))
    assert plain.parts["P"] == pytest.approx(5 / 6)
    assert foil.parts["P"] == pytest.approx(5 / 6.5)


def test_flag_on_a_true_neighbour_is_a_false_alarm(small):
    report = points(small, perfect(extra=("a1.u1",)))
    assert report.false_alarms == ("a1.u1",)


def test_item_without_error_only_counts_as_noise(small):
    # a3 holds no error: flags there lower precision, and nothing divides by zero
    report = points(small, perfect(extra=("a3.u1", "a3.u2")))
    assert report.parts["P"] == pytest.approx(5 / 7)
    assert report.parts["R"] == 1


def test_wrong_missing_tick_is_one_false_alarm(small):
    payload = SpanCritiquePayload(flags=flags(*PLANTED), missing=("a1.m1", "a2.m1"))
    report = points(small, payload)
    assert report.false_alarms == ("a2.m1",)
    assert report.parts["P"] == pytest.approx(5 / 6)


def test_missed_critical_error_caps_the_payment(small):
    payload = SpanCritiquePayload(flags=flags("a1.u2", "a2.u1", "a2.u9"), missing=("a1.m1",))
    assert points(small, payload).parts["cap"] == 0.6


def test_several_flags_on_one_error_are_one_hit(small):
    start = len(small.variant.answers[0].units[0].text.vi) + 1
    whole = DragSpan(lang="vi", start=start, end=start + 40, quote="x")
    payload = SpanCritiquePayload(
        flags=(Flag(uid="a1.u2", category=RIGHT), Flag(uid="a1.u2", category=RIGHT, span=whole))
    )
    report = points(small, payload)
    assert report.parts["P"] == 1
    assert report.hits == ("a1.u2",)


@pytest.mark.parametrize(
    ("start", "end", "recall_share"),
    [
        pytest.param(28, 33, 1.0, id="exactly-the-core"),
        pytest.param(28, 31, 1.0, id="more-than-half-of-the-core"),
        pytest.param(28, 30, 0.8, id="two-of-five-characters"),
        pytest.param(32, 40, 0.4, id="one-of-five-characters"),
        pytest.param(0, 28, 0.0, id="beside-the-core"),
    ],
)
def test_drag_credit_is_covered_core_over_half_its_length(small, start, end, recall_share):
    offset = len(small.variant.answers[0].units[0].text.vi) + 1
    span = DragSpan(lang="vi", start=offset + start, end=offset + end, quote="x")
    payload = SpanCritiquePayload(flags=(Flag(uid="a1.u2", category=RIGHT, span=span),))
    report = points(small, payload)
    assert report.parts["R"] == pytest.approx(round(2 / 19 * recall_share, 4), abs=1e-4)
    assert report.false_alarms == ()


def test_drag_that_grazes_a_neighbour_is_no_false_alarm_but_covering_it_is(small):
    first = len(small.variant.answers[0].units[0].text.vi)
    grazing = DragSpan(lang="vi", start=first - 5, end=first + 40, quote="x")
    covering = DragSpan(lang="vi", start=0, end=first + 40, quote="x")
    for span, expected in ((grazing, ()), (covering, ("a1.u1",))):
        payload = SpanCritiquePayload(
            flags=tuple(Flag(uid=u, category=RIGHT, span=span) for u in ("a1.u1", "a1.u2"))
        )
        report = points(small, payload)
        assert report.false_alarms == expected
        assert report.hits == ("a1.u2",)


@pytest.mark.parametrize("block", [1, 2, 3, 5, 10])
def test_sweeping_in_dragged_blocks_earns_nothing(small, block):
    swept = []
    for answer in small.variant.answers:
        length = len(answer.units[0].text.vi) + 1
        for first in range(0, len(answer.units), block):
            units = answer.units[first : first + block]
            span = DragSpan(
                lang="vi", start=first * length, end=(first + len(units)) * length - 1, quote="x"
            )
            swept += [Flag(uid=unit.uid, span=span) for unit in units]
    payload = SpanCritiquePayload(flags=tuple(swept), missing=small.key.option_mids)
    assert points(small, payload).points == 0


def test_set_without_error_is_refused(critique_set):
    bare = critique_set({})
    key = bare.key.model_copy(update={"omissions": ()})
    with pytest.raises(ValueError, match="without a planted error"):
        score(key, None, bare.variant)


@pytest.mark.parametrize(
    "payload",
    [
        SpanCritiquePayload(flags=(Flag(uid="a9.u1"),)),
        SpanCritiquePayload(missing=("a9.m1",)),
    ],
)
def test_marks_on_unknown_units_are_refused(small, payload):
    with pytest.raises(SheetMismatchError, match="does not have"):
        points(small, payload)


@pytest.mark.parametrize("field", ["lesson", "task", "variant"])
def test_sheet_of_another_task_or_variant_is_refused(small, field):
    sheet = small.sheet(SpanCritiquePayload()).model_copy(update={field: "other"})
    with pytest.raises(SheetMismatchError, match="do not belong"):
        score(small.key, sheet, small.variant)


ANY_MARKS = st.fixed_dictionaries(
    {
        "uids": st.sets(st.sampled_from([f"a{i}.u{j}" for i in (1, 2, 3) for j in range(1, 11)])),
        "missing": st.sets(st.sampled_from([f"a{i}.m{k}" for i in (1, 2, 3) for k in (1, 2)])),
        "category": st.sampled_from([None, *Category]),
    }
)


def from_marks(marks, **change):
    marks = {**marks, **change}
    return SpanCritiquePayload(
        flags=flags(*sorted(marks["uids"]), category=marks["category"]),
        missing=tuple(sorted(marks["missing"])),
    )


@given(marks=ANY_MARKS)
@settings(max_examples=300, deadline=None)
def test_score_stays_in_range_and_moves_the_right_way(small, marks):
    report = points(small, from_marks(marks))
    assert 0 <= report.score <= 1
    for uid in PLANTED:
        more = points(small, from_marks(marks, uids=marks["uids"] | {uid}))
        assert more.score >= report.score - 1e-12
    for uid in ("a1.u1", "a1.u3", "a3.u10"):
        worse = points(small, from_marks(marks, uids=marks["uids"] | {uid}))
        assert worse.score <= report.score + 1e-12
    worse = points(small, from_marks(marks, missing=marks["missing"] | {"a3.m2"}))
    assert worse.score <= report.score + 1e-12


@given(
    note=st.text(alphabet="ạảấầẩẫậắằẳẵặẹẻẽềềểễệ aeiouđ", max_size=40),
    uid=st.sampled_from([*PLANTED]),
)
@settings(max_examples=100, deadline=None)
def test_nfc_and_nfd_input_score_the_same(small, note, uid):
    def scored(form):
        text = unicodedata.normalize(form, note + "ệ")
        span = DragSpan(lang="vi", start=75, end=80, quote=text)
        sheet = small.sheet(
            SpanCritiquePayload(flags=(Flag(uid=uid, category=RIGHT, note=text, span=span),))
        )
        raw = sheet.model_dump_json().encode()
        return AnswerSheet.model_validate_json(raw), score(small.key, sheet, small.variant)

    assert scored("NFC") == scored("NFD")
