"""X1 from Python: what each operation does, what is refused, what survives."""

from __future__ import annotations

import pytest


def test_flag_is_saved_and_read_back_by_a_new_kernel(drive):
    x1 = drive("x1")
    ack = x1.ok(do="flag", uid="a1.u4", category="num_denominator", severity=3, note="966/840")
    assert ack["rev"] == 1
    assert ack["saved"].endswith("Z")
    again = x1.reopened()
    assert again.payload["flags"] == [
        {
            "uid": "a1.u4",
            "category": "num_denominator",
            "severity": 3,
            "span": None,
            "note": "966/840",
        }
    ]


def test_flag_replaces_what_was_said_and_keeps_reading_order(drive):
    x1 = drive("x1")
    x1.ok(do="flag", uid="a2.u1")
    x1.ok(do="flag", uid="a1.u4", category="num_arith")
    x1.ok(do="flag", uid="a1.u4", category="num_unit", severity=2)
    flags = x1.payload["flags"]
    assert [(f["uid"], f["category"], f["severity"]) for f in flags] == [
        ("a1.u4", "num_unit", 2),
        ("a2.u1", None, None),
    ]


def test_note_is_kept_in_nfc(drive):
    x1 = drive("x1")
    x1.ok(do="flag", uid="a1.u1", note="Tha\u0301ng")
    assert x1.payload["flags"][0]["note"] == "Tháng"


def test_unflag_and_missing_toggle(drive):
    x1 = drive("x1")
    x1.ok(do="flag", uid="a1.u4")
    x1.ok(do="unflag", uid="a1.u4")
    x1.ok(do="missing", mid="a1.m2", on=True)
    x1.ok(do="missing", mid="a1.m1", on=True)
    x1.ok(do="missing", mid="a1.m2", on=False)
    assert x1.payload["flags"] == []
    assert x1.payload["missing"] == ["a1.m1"]


def test_an_answer_with_marks_cannot_be_declared_free_of_error(drive):
    x1 = drive("x1")
    x1.ok(do="flag", uid="a1.u4")
    x1.ok(do="missing", mid="a1.m1", on=True)
    refused = x1.op(do="no_error", aid="a1", on=True)
    assert refused["kind"] == "nack"
    assert refused["retry"] is False
    assert "2" in refused["error"]["vi"]
    assert "free of error" in refused["error"]["en"]
    assert x1.payload["no_error"] == []
    x1.ok(do="no_error", aid="a2", on=True)
    assert x1.payload["no_error"] == ["a2"]


@pytest.mark.parametrize(
    "op", [{"do": "flag", "uid": "a1.u1"}, {"do": "missing", "mid": "a1.m1", "on": True}]
)
def test_a_mark_takes_the_declaration_back(drive, op):
    x1 = drive("x1")
    x1.ok(do="no_error", aid="a1", on=True)
    x1.ok(do="no_error", aid="a2", on=True)
    x1.ok(**op)
    assert x1.payload["no_error"] == ["a2"]


def test_many_is_one_change_and_one_undo(drive):
    x1 = drive("x1")
    x1.ok(do="flag", uid="a1.u9")
    ops = [{"do": "flag", "uid": uid, "category": "num_arith"} for uid in ("a1.u2", "a1.u3")]
    x1.ok(do="many", ops=ops)
    assert len(x1.payload["flags"]) == 3
    x1.ok(do="undo")
    assert [flag["uid"] for flag in x1.payload["flags"]] == ["a1.u9"]


def test_many_is_all_or_nothing(drive):
    x1 = drive("x1")
    reply = x1.op(do="many", ops=[{"do": "flag", "uid": "a1.u2"}, {"do": "flag", "uid": "zz"}])
    assert reply["kind"] == "nack"
    assert x1.payload["flags"] == []


def span_of(x1, lang, quote):
    text = x1.widget.public.answers[0].text(lang)
    start = text.index(quote)
    return {"lang": lang, "start": start, "end": start + len(quote), "quote": quote}


def test_drag_span_is_kept_when_it_is_what_was_shown(drive):
    x1 = drive("x1")
    span = span_of(x1, "vi", "giường kế hoạch đạt 98,6%")
    x1.ok(do="flag", uid="a1.u4", span=span)
    assert x1.payload["flags"][0]["span"] == span


def test_drag_span_that_differs_or_lies_elsewhere_is_refused(drive):
    x1 = drive("x1")
    span = span_of(x1, "vi", "98,6%")
    for wrong in ({**span, "quote": "98,7%"}, {**span, "end": 99_999}, {**span, "lang": "en"}):
        assert x1.op(do="flag", uid="a1.u4", span=wrong)["kind"] == "nack"
    assert x1.op(do="flag", uid="a1.u1", span=span)["kind"] == "nack"
    assert x1.payload["flags"] == []


@pytest.mark.parametrize(
    "op",
    [
        None,
        {},
        {"do": "explode"},
        {"do": "flag"},
        {"do": "flag", "uid": "a1.u4", "category": "no_such"},
        {"do": "flag", "uid": "a1.u4", "severity": 5},
        {"do": "flag", "uid": "a1.u99"},
        {"do": "flag", "uid": "a1.u4", "extra": 1},
        {"do": "flag", "uid": "a1.u4", "note": "x" * 2_001},
        {"do": "unflag", "uid": "nope"},
        {"do": "missing", "mid": "nope", "on": True},
        {"do": "no_error", "aid": "nope", "on": True},
        {"do": "claim", "uid": "c1", "verdict": "true"},
        {"do": "many", "ops": []},
        {"do": "active", "ms": -5},
        {"do": "lang", "lang": "fr"},
    ],
)
def test_nonsense_is_refused_in_both_languages_and_changes_nothing(drive, op):
    x1 = drive("x1")
    x1.ok(do="flag", uid="a1.u4")
    before = x1.widget.store.path.read_bytes()
    reply = x1.widget.receive({"kind": "op", "id": "bad", "op": op})
    assert reply["kind"] == "nack"
    assert reply["retry"] is False
    assert reply["error"]["vi"]
    assert reply["error"]["en"]
    assert x1.widget.store.path.read_bytes() == before


@pytest.mark.parametrize("message", [None, [], "op", {}, {"kind": "nonsense"}, {"kind": "query"}])
def test_messages_that_are_no_operations_never_raise(drive, message):
    assert drive("x1").widget.receive(message)["kind"] == "error"


def test_same_operation_twice_counts_once(drive):
    x1 = drive("x1")
    message = {"kind": "op", "id": "same", "op": {"do": "active", "ms": 1500}}
    first, second = x1.widget.receive(message), x1.widget.receive(message)
    assert (first["rev"], second["rev"]) == (1, 1)
    assert x1.widget.store.sheet.active_ms == 1500


def test_language_is_remembered_and_marks_stay(drive):
    x1 = drive("x1")
    x1.ok(do="flag", uid="a1.u4", category="num_denominator")
    x1.ok(do="lang", lang="en")
    assert x1.widget.lang == "en"
    again = x1.reopened()
    assert again.widget.lang == "en"
    assert again.payload == x1.payload


def test_undo_runs_to_the_beginning_and_then_says_so(drive):
    x1 = drive("x1")
    x1.ok(do="flag", uid="a1.u4")
    x1.ok(do="flag", uid="a1.u4", category="num_denominator")
    x1.ok(do="lang", lang="en")  # not an answer: nothing to undo
    x1.ok(do="undo")
    assert x1.payload["flags"][0]["category"] is None
    again = x1.reopened()  # the history outlives the kernel
    assert again.widget.state["undo"] == 1
    again.ok(do="undo")
    assert again.payload["flags"] == []
    reply = again.op(do="undo")
    assert reply["kind"] == "nack"
    assert "hoàn tác" in reply["error"]["vi"]


def test_two_views_of_one_file_show_the_same(drive):
    first = drive("x1")
    second = first.reopened()
    first.ok(do="flag", uid="a1.u4")
    second.ok(do="flag", uid="a2.u1")
    assert first.payload == second.payload
    assert [flag["uid"] for flag in first.payload["flags"]] == ["a1.u4", "a2.u1"]
    assert first.widget.state["rev"] == 2


def test_traits_hold_no_key_and_are_plain_json(drive):
    import json

    widget = drive("x1").widget
    sent = json.dumps({name: getattr(widget, name) for name in ("variant", "state", "strings")})
    assert "core_vi" not in sent
    assert "true_text" not in sent
    cells = widget.variant["answers"][0]["evidence"][0]["rows"][0]
    assert cells[0] == {"number": False, "vi": "01/2025", "en": "Jan 2025"}
    assert cells[4] == {"number": True, "vi": "1.041", "en": "1,041"}


def test_only_html_is_shown_where_no_browser_runs_it(drive, monkeypatch):
    x1 = drive("x1")
    x1.ok(do="flag", uid="a1.u4", category="num_denominator")
    for name in ("NBGRADER_EXECUTION", "HOICHAN_STATIC"):
        monkeypatch.setenv(name, "autograde")
        bundle = x1.widget._repr_mimebundle_()
        assert set(bundle) == {"text/html", "text/plain"}
        assert "Sai mẫu số" in bundle["text/html"]
        monkeypatch.delenv(name)
    live = x1.widget._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in (live[0] if type(live) is tuple else live)
