"""A learner's way: sign in, open, answer, submit, receipt, and what arrives at the other end."""

from __future__ import annotations

import hashlib
import json

import pytest
from playwright.sync_api import expect

from hoichan.schema.portal import manifest_sha256, sent_files
from hub_browser import everything_saved, flag, judge, lesson_is_open, open_lesson, until, verdicts
from hub_site import LESSON, TITLE

pytestmark = [pytest.mark.hub, pytest.mark.browser, pytest.mark.slow]


def test_from_sign_in_to_receipt(hub, learner):
    page = learner("an")
    card = page.locator(f"[data-lesson={LESSON}]")
    expect(card.get_by_text("Chưa mở", exact=True)).to_be_visible()
    pristine = None

    open_lesson(page)
    assert page.url == f"{hub.url}user/an/notebooks/{LESSON}/{LESSON}.ipynb"
    pristine = (hub.folder("an") / f"{LESSON}.ipynb").read_bytes()
    expect(page.locator(".jp-InputArea-editor").first).to_be_hidden()
    expect(page).to_have_title(f"{TITLE['vi']} – Hội chẩn")

    judge(page, "false", 1)
    judge(page, "unverifiable", 2)
    flag(page, 1, "num_denominator")
    everything_saved(page)
    until(page, lambda: len(verdicts(hub, "an")) == 2)

    page.get_by_role("button", name="Nộp bài").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("heading", name=f"Nộp bài “{TITLE['vi']}”?")).to_be_visible()
    expect(dialog.locator(".hcf-tasks li")).to_have_text(
        ["◐Đối chiếu năm nhận địnhCheck five claims1/5 mục1 of 5 items",
         "◐Tìm lỗi trong hai câu trả lờiFind the errors in two answers1/2 mục1 of 2 items"]
    )  # fmt: skip
    expect(dialog.get_by_text("Còn mục chưa trả lời.")).to_be_visible()
    dialog.get_by_role("button", name="Nộp bài").click()

    expect(dialog.get_by_role("heading", name="Đã nộp bài")).to_be_visible()
    with hub.staff() as staff:
        (receipt,) = [r for r in staff.submissions(LESSON) if r.learner == "an"]
    expect(dialog.get_by_text(receipt.id)).to_be_visible()
    expect(dialog.get_by_text(f"{receipt.sha256[:12]}…")).to_be_visible()
    dialog.get_by_text("Hiện đầy đủ").click()
    expect(dialog.get_by_text(receipt.sha256, exact=True)).to_be_visible()

    # What lies at the portal is what the learner answered, byte for byte.
    kept = hub.submitted("an", receipt.id)
    files = {p.relative_to(kept).as_posix(): p.read_bytes() for p in kept.rglob("*") if p.is_file()}
    assert set(files) == {f"{LESSON}.ipynb", "answers/x1.json", "answers/x2.json"}
    assert manifest_sha256(LESSON, "an", sent_files(files)) == receipt.sha256
    claims = json.loads(files["answers/x2.json"])["payload"]["claims"]
    assert [(c["uid"], c["verdict"]) for c in claims] == [("c1", "false"), ("c2", "unverifiable")]
    flags = json.loads(files["answers/x1.json"])["payload"]["flags"]
    assert [f["category"] for f in flags] == ["num_denominator"]
    # The notebook is handed in as it was handed out: nothing on the page ever writes to it.
    assert files[f"{LESSON}.ipynb"] == pristine

    with page.expect_download() as download:
        dialog.get_by_role("button", name="Tải biên nhận").click()
    text = download.value.path().read_text(encoding="utf-8-sig")
    assert download.value.suggested_filename == f"bien-nhan-{LESSON}-{receipt.id}.txt"
    assert receipt.sha256 in text
    assert hashlib.sha256(files["answers/x2.json"]).hexdigest() in text
    assert "BIÊN NHẬN NỘP BÀI" in text
    assert "SUBMISSION RECEIPT" in text

    dialog.get_by_role("link", name="Về trang khoá học").click()
    expect(card.get_by_text(f"Biên nhận {receipt.id}")).to_be_visible()
    expect(card).to_have_attribute("data-status", "submitted")
    expect(card.get_by_text("Bài làm đã thay đổi")).to_have_count(0)


def test_work_changed_after_submitting_is_said_and_can_be_submitted_again(hub, learner):
    page = learner("binh")
    open_lesson(page)
    judge(page, "true")
    everything_saved(page)
    submit(page)
    judge(page, "false")
    everything_saved(page)
    until(page, lambda: verdicts(hub, "binh") == {"c1": "false"})

    page.get_by_role("link", name="Trang khoá học").click()
    card = page.locator(f"[data-lesson={LESSON}]")
    expect(card.get_by_text("Bài làm đã thay đổi sau lần nộp này.")).to_be_visible()
    card.get_by_role("button", name="Xem lại bài").click()
    lesson_is_open(page)
    expect(page.locator("[data-task=x2] input[value=false]")).to_be_checked()
    submit(page)
    with hub.staff() as staff:
        (latest,) = [r for r in staff.submissions(LESSON) if r.learner == "binh"]
        files = staff.submission(latest.id).files
    assert json.loads(files["answers/x2.json"])["payload"]["claims"][0]["verdict"] == "false"
    submissions = hub.site.portal / "submissions" / LESSON / "binh"
    assert len([path for path in submissions.iterdir() if path.is_dir()]) == 2  # both are kept


def test_submitting_asks_first_and_escape_leaves_everything_as_it_was(hub, learner):
    page = learner("chi")
    open_lesson(page)
    button = page.get_by_role("button", name="Nộp bài")
    button.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("button", name="Nộp bài")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("dialog[open]")).to_have_count(0)
    expect(button).to_be_focused()
    with hub.staff() as staff:
        assert "chi" not in {receipt.learner for receipt in staff.submissions(LESSON)}


def submit(page):
    page.get_by_role("button", name="Nộp bài").click()
    page.locator("[data-action='confirm.ok']").click()
    expect(page.get_by_role("heading", name="Đã nộp bài")).to_be_visible()
    page.get_by_role("dialog").get_by_role("button", name="Đóng").click()
    expect(page.locator("dialog[open]")).to_have_count(0)
