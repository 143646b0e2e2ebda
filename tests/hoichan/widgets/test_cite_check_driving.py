"""X6 from Python: verdicts and proofs, undo, looking up, refused nonsense, reopened answers."""

from __future__ import annotations

import json
import unicodedata

import pytest

from hoichan.widgets import registry


def answer(x6, uid: str = "r1") -> dict[str, object]:
    return next(ref for ref in x6.payload["refs"] if ref["uid"] == uid)


def ask(x6, **message: object) -> dict[str, object]:
    return dict(x6.widget.receive({"id": "q", **message}))


# --- answering --------------------------------------------------------------------------------------


def test_verdict_and_proof_are_saved_and_there_after_reopening(drive):
    x6 = drive("x6")
    x6.ok(do="verdict", uid="r1", verdict="supports")
    x6.ok(do="evidence", uid="r1", evidence="HD003.k1")
    x6.ok(do="verdict", uid="r2", verdict="not_found")
    again = x6.reopened()
    assert answer(again) == {
        "uid": "r1",
        "verdict": "supports",
        "evidence": "HD003.k1",
        "correct": None,
        "path": [],
    }
    assert again.widget.store.sheet.payload.settled() == {"r1", "r2"}


def test_a_proof_outlives_a_change_of_mind(drive):
    x6 = drive("x6")
    x6.ok(do="verdict", uid="r1", verdict="supports")
    x6.ok(do="evidence", uid="r1", evidence="HD003.k1")
    x6.ok(do="verdict", uid="r1", verdict="superseded")
    assert x6.widget.store.sheet.payload.settled() == frozenset()  # another kind of proof is needed
    x6.ok(do="correct", uid="r1", correct="HD003")
    assert x6.widget.store.sheet.payload.settled() == {"r1"}
    x6.ok(do="verdict", uid="r1", verdict="supports")
    assert answer(x6)["evidence"] == "HD003.k1"


def test_undo_takes_back_one_step_and_leaves_the_look_ups(drive):
    x6 = drive("x6")
    x6.ok(do="verdict", uid="r1", verdict="wrong_details")
    x6.ok(do="path", uid="r1", step="search: 786 -> 1")
    x6.ok(do="correct", uid="r1", correct="HD003")
    x6.ok(do="path", uid="r1", step="open: HD003")
    x6.ok(do="undo")
    assert (answer(x6)["verdict"], answer(x6)["correct"]) == ("wrong_details", None)
    assert answer(x6)["path"] == ["search: 786 -> 1", "open: HD003"]
    x6.ok(do="undo")
    assert answer(x6)["verdict"] is None
    assert len(answer(x6)["path"]) == 2


def test_the_path_is_bounded(drive):
    x6 = drive("x6")
    for number in range(65):
        x6.ok(do="path", uid="r1", step=f"open: HD{number:03d}")
    assert len(answer(x6)["path"]) == 60
    assert answer(x6)["path"][-1] == "open: HD064"


def test_references_stand_in_the_order_of_the_task(drive):
    x6 = drive("x6")
    for uid in ("r3", "r1", "r2"):
        x6.ok(do="verdict", uid=uid, verdict="not_found")
    assert [ref["uid"] for ref in x6.payload["refs"]] == ["r1", "r2", "r3"]


def test_what_a_chosen_proof_says_is_in_the_state(drive):
    x6 = drive("x6")
    x6.ok(do="evidence", uid="r1", evidence="HD003.k1")
    x6.ok(do="correct", uid="r1", correct="HD002")
    x6.ok(do="evidence", uid="r2", evidence="HD003.none")
    proofs = x6.widget.state["proofs"]
    assert proofs["HD003.k1"]["vi"] == "Báo cáo lên tuyến trên trong vòng 12 giờ."
    assert "bản 2" in proofs["HD002"]["vi"]
    assert proofs["HD003.none"]["en"] == "No key point says this"


@pytest.mark.parametrize(
    "op",
    [
        {"do": "verdict", "uid": "r99", "verdict": "supports"},
        {"do": "verdict", "uid": "r1", "verdict": "perhaps"},
        {"do": "verdict", "uid": "r1"},
        {"do": "evidence", "uid": "r1", "evidence": "HD003"},
        {"do": "evidence", "uid": "r1", "evidence": "HD003.k9"},
        {"do": "evidence", "uid": "r1", "evidence": "HD999.k1"},
        {"do": "correct", "uid": "r1", "correct": "HD999"},
        {"do": "correct", "uid": "r1", "correct": "HD003.k1"},
        {"do": "path", "uid": "r1", "step": ""},
        {"do": "path", "uid": "r1", "step": "x" * 201},
        {"do": "claim", "uid": "r1", "verdict": "true"},
    ],
)
def test_nonsense_is_refused_and_loses_nothing(drive, op):
    x6 = drive("x6")
    x6.ok(do="verdict", uid="r1", verdict="supports")
    assert x6.op(**op)["kind"] == "nack"
    assert answer(x6)["verdict"] == "supports"
    assert answer(x6)["evidence"] is None


# --- what the browser gets --------------------------------------------------------------------------


def test_the_browser_gets_dates_in_words_and_nothing_of_the_key(drive):
    x6 = drive("x6")
    shown = x6.widget.variant
    assert shown["answers"][0]["as_of"] == {"vi": "01/07/2026", "en": "1 Jul 2026"}
    assert set(shown["refs"][0]) == {"uid", "aid", "text", "citation"}
    text = json.dumps([shown, x6.widget.state, x6.widget.strings], ensure_ascii=False)
    for word in ("planting", '"cited"', "why.superseded", "proof.not_found.", "HD0"):
        assert word not in text


# --- looking up -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "sốt xuất huyết",
        "sot xuat huyet",
        unicodedata.normalize("NFD", "Sốt xuất huyết"),
        "SOT XUAT",
    ],
)
def test_search_with_and_without_accents(drive, text):
    reply = ask(drive("x6"), kind="search", text=text)
    found = [line["ref"] for line in reply["results"]]
    assert {"HD001", "HD002", "HD003", "VB024"} <= set(found)
    assert (reply["kind"], reply["near"], reply["total"]) == ("found", False, len(found))


def test_search_by_number_and_its_step(drive):
    reply = ask(drive("x6"), kind="search", text="  786/HD-SYT-SN ")
    assert [line["ref"] for line in reply["results"]] == ["HD003"]
    assert reply["step"] == "search: 786/HD-SYT-SN -> 1"
    assert reply["results"][0]["kind"] == {"vi": "Hướng dẫn", "en": "Guideline"}


def test_a_whole_title_with_one_wrong_word_finds_the_nearest(drive):
    title = "Hướng dẫn giám sát và báo cáo nhanh ca sốt xuất huyết Dengue nặng"
    reply = ask(drive("x6"), kind="search", text=title)
    assert reply["near"]
    assert {"HD001", "HD002", "HD003"} <= {line["ref"] for line in reply["results"]}
    assert reply["step"].endswith("-> 0")


def test_a_number_that_is_nowhere_finds_nothing(drive):
    reply = ask(drive("x6"), kind="search", text="999")
    assert (reply["total"], reply["results"], reply["near"]) == (0, [], False)


def test_a_long_list_is_cut_and_counted(drive):
    reply = ask(drive("x6"), kind="search", text="hướng dẫn")
    assert len(reply["results"]) == registry.SHOWN
    assert reply["total"] > 100


def test_an_entry_has_everything_to_judge_by(drive):
    entry = ask(drive("x6"), kind="open", ref="HD002")["entry"]
    assert entry["number"] == "534/HD-SYT-SN"
    assert entry["ends"] == {"vi": "02/05/2024", "en": "2 May 2024"}
    assert (entry["replaces"], entry["replaced_by"]) == ("HD001", "HD003")
    assert entry["points"][0] == {
        "name": "k1",
        "text": {
            "vi": "Báo cáo lên tuyến trên trong vòng 24 giờ.",
            "en": "Report to the next level within 24 hours.",
        },
    }
    assert not entry["real"]


def test_an_empty_date_says_so_and_a_real_entry_waits_for_review(drive):
    entry = ask(drive("x6"), kind="open", ref="VB001")["entry"]
    assert (entry["issued"], entry["ends"], entry["real"]) == (None, None, True)
    assert entry["status"]["vi"] == "Chờ chuyên gia duyệt"


@pytest.mark.parametrize(
    "message",
    [
        {"kind": "search", "text": " ?! "},
        {"kind": "search", "text": "x" * 241},
        {"kind": "search"},
        {"kind": "search", "text": "a", "more": 1},
        {"kind": "open", "ref": "HD999"},
        {"kind": "open", "ref": "../../etc"},
        {"kind": "tables"},
    ],
)
def test_a_question_without_sense_is_answered_with_what_to_do(drive, message):
    reply = ask(drive("x6"), **message)
    assert (reply["kind"], reply["id"]) == ("error", "q")
    assert reply["error"]["vi"]
    assert reply["error"]["en"]


def test_a_missing_registry_is_told_not_raised(drive, monkeypatch):
    x6 = drive("x6")
    error = registry.data.DataError("Thiếu tệp.", "A file is missing.")

    def broken(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(registry, "search_refs", broken)
    assert ask(x6, kind="search", text="dengue")["error"]["en"] == "A file is missing."


def test_practice_gives_feedback_on_the_item_asked_for(drive):
    p6 = drive("p6")
    p6.ok(do="verdict", uid="r2", verdict="supports")
    reply = ask(p6, kind="feedback", item="r2")
    assert reply["kind"] == "feedback"
    assert reply["html"]["vi"].count("<article") == 1
    assert "Cách kiểm tra" in reply["html"]["vi"]
    assert (
        ask(drive("x6"), kind="feedback", item="r2")["kind"] == "error"
    )  # graded: no key, no word
