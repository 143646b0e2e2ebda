"""The chart widget driven from Python: saved, undone, refused, reopened."""

from __future__ import annotations

import base64

import pytest

from exercise_samples import sample


def test_reads_flaws_and_designs_are_saved_and_found_again(drive):
    x9 = drive("x9")
    x9.ok(do="read", uid="g1.r1", typed=" 1.250,5 ", lang="vi")
    x9.ok(do="read", uid="g1.r2", typed="98.6", lang="en")
    x9.ok(do="flaw", uid="g1.f2", on=True)
    x9.ok(do="better", uid="g1", choice="g1.b1")
    x9.ok(do="sound", uid="g2", on=True)
    payload = x9.reopened().payload
    assert payload["reads"] == [
        {"uid": "g1.r1", "typed": "1.250,5", "value": 1250.5},
        {"uid": "g1.r2", "typed": "98.6", "value": 98.6},
    ]
    assert payload["flaws"] == ["g1.f2"]
    assert payload["sound"] == ["g2"]
    assert payload["better"] == [{"uid": "g1.better", "choice": "g1.b1"}]


def test_what_is_no_number_is_kept_and_said(drive):
    x9 = drive("x9")
    x9.ok(do="read", uid="g1.r1", typed="khoảng mười")
    assert x9.payload["reads"] == [{"uid": "g1.r1", "typed": "khoảng mười", "value": None}]
    assert "98,6" in x9.widget.state["echo"]["g1.r1"]["vi"]
    x9.ok(do="read", uid="g1.r1", typed="1.250", lang="vi")
    assert "1.250" in x9.widget.state["echo"]["g1.r1"]["vi"]
    assert "1,250" in x9.widget.state["echo"]["g1.r1"]["en"]
    x9.ok(do="read", uid="g1.r1", typed="  ")
    assert x9.payload["reads"] == []


def test_no_flaw_and_ticked_lines_exclude_each_other(drive):
    x9 = drive("x9")
    x9.ok(do="flaw", uid="g1.f1", on=True)
    x9.ok(do="flaw", uid="g1.f2", on=True)
    x9.ok(do="flaw", uid="g2.f2", on=True)
    x9.ok(do="sound", uid="g1", on=True)
    assert (x9.payload["flaws"], x9.payload["sound"]) == (["g2.f2"], ["g1"])
    x9.ok(do="undo")
    assert sorted(x9.payload["flaws"]) == ["g1.f1", "g1.f2", "g2.f2"]
    assert x9.payload["sound"] == []
    x9.ok(do="sound", uid="g1", on=True)
    x9.ok(do="flaw", uid="g1.f3", on=True)
    assert x9.payload["sound"] == []
    x9.ok(do="undo")
    assert (x9.payload["sound"], x9.payload["flaws"]) == (["g1"], ["g2.f2"])


def test_a_line_is_ticked_once_and_unticked(drive):
    x9 = drive("x9")
    x9.ok(do="flaw", uid="g1.f1", on=True)
    x9.ok(do="flaw", uid="g1.f1", on=True)
    assert x9.payload["flaws"] == ["g1.f1"]
    x9.ok(do="flaw", uid="g1.f1", on=False)
    assert x9.payload["flaws"] == []


def test_another_design_replaces_the_first_and_undo_brings_it_back(drive):
    x9 = drive("x9")
    x9.ok(do="better", uid="g1", choice="g1.b1")
    x9.ok(do="better", uid="g1", choice="g1.b2")
    assert x9.payload["better"] == [{"uid": "g1.better", "choice": "g1.b2"}]
    x9.ok(do="undo")
    assert x9.payload["better"] == [{"uid": "g1.better", "choice": "g1.b1"}]
    x9.ok(do="undo")
    assert x9.payload["better"] == []


@pytest.mark.parametrize(
    "op",
    [
        {"do": "read", "uid": "g1.r9", "typed": "1"},
        {"do": "read", "uid": "g1", "typed": "1"},
        {"do": "read", "uid": "g1.r1", "typed": "1" * 61},
        {"do": "read", "uid": "g99.r1", "typed": "1"},
        {"do": "flaw", "uid": "g1.f11", "on": True},
        {"do": "flaw", "uid": "g1", "on": True},
        {"do": "flaw", "uid": "g1.f1"},
        {"do": "sound", "uid": "g1.f1", "on": True},
        {"do": "sound", "uid": "g99", "on": True},
        {"do": "better", "uid": "g1", "choice": "g2.b1"},
        {"do": "better", "uid": "g1.better", "choice": "g1.b1"},
        {"do": "better", "uid": "g1", "choice": None},
        {"do": "tick", "uid": "g1.f1"},
    ],
)
def test_nonsense_is_refused_and_changes_nothing(drive, op):
    x9 = drive("x9")
    x9.ok(do="flaw", uid="g1.f1", on=True)
    before = x9.payload
    reply = x9.op(**op)
    assert reply["kind"] == "nack"
    assert reply["error"]["vi"]
    assert reply["error"]["en"]
    assert x9.payload == before


def test_the_browser_gets_pictures_and_tables_but_no_spec_and_no_key(drive):
    x9 = drive("x9")
    variant, key = sample("x9")
    for shown, public in zip(x9.widget.variant["charts"], variant.charts, strict=True):
        assert "chart" not in shown
        for lang in ("vi", "en"):
            head, _, raw = shown["picture"][lang].partition(",")
            assert head == "data:image/svg+xml;base64"
            assert b"</svg>" in base64.b64decode(raw)
            assert public.chart.title[lang] in shown["alt"][lang]
        assert len(shown["table"]["rows"]) == len(public.chart.ticks)
    text = str(x9.widget.variant)
    assert not [flaw.why.vi for c in key.charts for flaw in c.flaws if flaw.why.vi in text]
    assert len(text) < 1_500_000


def test_settled_wants_both_values_a_judgement_and_a_design(drive):
    x9 = drive("x9")

    def done():
        return "g1" in x9.widget.store.sheet.payload.settled()

    x9.ok(do="read", uid="g1.r1", typed="1")
    x9.ok(do="read", uid="g1.r2", typed="x")
    x9.ok(do="sound", uid="g1", on=True)
    x9.ok(do="better", uid="g1", choice="g1.b1")
    assert not done()
    x9.ok(do="read", uid="g1.r2", typed="2")
    assert done()
    x9.ok(do="sound", uid="g1", on=False)
    assert not done()


def test_practice_gives_feedback_of_one_chart_and_a_graded_task_none(drive):
    p9 = drive("p9")
    _, key = sample("p9")
    reply = p9.widget.receive({"kind": "feedback", "id": "f1", "item": "g2"})
    assert reply["item"] == "g2"
    for lang in ("vi", "en"):
        assert key.charts[1].better_why[lang] in reply["html"][lang]
        assert key.charts[0].better_why[lang] not in reply["html"][lang]
    assert drive("x9").widget.receive({"kind": "feedback", "id": "f2"})["kind"] == "error"


def test_without_a_browser_the_task_is_plain_html(drive, monkeypatch):
    x9 = drive("x9")
    monkeypatch.setenv("HOICHAN_STATIC", "1")
    x9.ok(do="flaw", uid="g1.f1", on=True)
    html = x9.widget._repr_mimebundle_()["text/html"]
    variant, key = sample("x9")
    assert variant.charts[0].options[0].label.vi in html
    assert key.charts[0].better_why.vi not in html
