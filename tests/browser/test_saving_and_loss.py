"""What happens to operations when the kernel, the network or the page goes away."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

KEY = "hoichan.queue.dd.lan.s1_numbers.x1"


def stored(page: Page) -> list[dict]:
    return json.loads(page.evaluate(f"localStorage.getItem('{KEY}')") or "[]")


def mark(page: Page, number: int, category: str) -> None:
    page.locator(".hc-unit").nth(number - 1).click()
    page.get_by_label("Loại lỗi").select_option(category)
    page.get_by_role("button", name="Xong").click()


def status(page: Page, name: str) -> None:
    expect(page.locator(".hoichan-widget")).to_have_attribute("data-status", name)


def with_own_clock(x1) -> Page:
    """A page whose time the test moves on; waiting seconds for a time-out would be wasted."""
    x1.page.clock.install()
    x1.reload()
    return x1.page


def test_no_ack_is_said_aloud_and_the_page_is_told(bench):
    x1 = bench("x1")
    page = with_own_clock(x1)
    page.evaluate(
        "window.lost = []; document.addEventListener('hoichan:lost', (e) => window.lost.push(e.detail.task))"
    )
    page.evaluate("window.deliver = false")
    mark(page, 4, "num_arith")
    status(page, "saving")
    page.clock.fast_forward(4_100)
    status(page, "unsaved")
    expect(page.locator(".hc-status")).to_contain_text("CHƯA LƯU")
    page.wait_for_function("window.lost.length > 0")
    assert page.evaluate("window.lost[0]") == "x1"
    expect(page.locator(".hc-unit--marked")).to_have_count(1)  # the work stays in sight
    assert [entry["op"]["do"] for entry in stored(page)] == ["flag"]
    page.evaluate("window.deliver = true")
    page.clock.fast_forward(6_100)  # the kernel is back: sent again by itself
    status(page, "saved")
    assert stored(page) == []
    assert x1.answers()["flags"][0]["category"] == "num_arith"


def test_queue_survives_a_reload_and_keeps_its_order(bench):
    x1 = bench("x1")
    page = x1.page
    page.evaluate("window.deliver = false")
    mark(page, 4, "num_arith")
    mark(page, 5, "src_stale")
    page.locator(".hc-unit").nth(3).click()
    page.get_by_label("Loại lỗi").select_option("num_denominator")
    assert len(stored(page)) == 3
    x1.restart_kernel()
    x1.reload()
    status(page, "saved")
    assert stored(page) == []
    flags = x1.answers()["flags"]
    assert [(f["uid"], f["category"]) for f in flags] == [
        ("a1.u4", "num_denominator"),
        ("a1.u5", "src_stale"),
    ]
    assert x1.widget.store.sheet.rev == 3


def test_an_ack_that_got_lost_does_not_apply_twice(bench):
    x1 = bench("x1")
    page = x1.page
    page.evaluate("window.deliver = false")
    mark(page, 4, "num_arith")
    (entry,) = stored(page)
    x1.widget.receive({"kind": "op", "id": entry["id"], "op": entry["op"]})  # arrived, unanswered
    x1.reload()
    status(page, "saved")
    assert stored(page) == []
    assert x1.widget.store.sheet.rev == 1


def test_a_later_operation_waits_for_the_lost_one(bench):
    x1 = bench("x1")
    page = with_own_clock(x1)
    page.evaluate("window.deliver = false")
    mark(page, 4, "num_arith")
    page.evaluate("window.deliver = true")
    page.get_by_role("button", name="Bỏ đánh dấu 1:").click()
    page.clock.fast_forward(4_100)
    status(page, "unsaved")
    page.clock.fast_forward(6_100)
    status(page, "saved")
    sent = page.evaluate("window.sent.filter((m) => m.kind === 'op').map((m) => m.op.do)")
    assert sent[-1] == "unflag"
    assert set(sent[:-1]) == {"flag"}
    assert x1.answers()["flags"] == []


def test_operations_of_another_variant_are_not_replayed(bench):
    x1 = bench("x1")
    page = x1.page
    old = [{"id": "o1", "variant": "older", "op": {"do": "flag", "uid": "a1.u1"}}, "junk", None]
    page.evaluate("([key, value]) => localStorage.setItem(key, value)", [KEY, json.dumps(old)])
    x1.reload()
    mark(page, 4, "num_arith")
    status(page, "saved")
    assert [flag["uid"] for flag in x1.answers()["flags"]] == ["a1.u4"]


def test_damaged_or_forbidden_storage_does_not_stop_the_work(bench):
    x1 = bench("x1")
    page = x1.page
    page.evaluate("(key) => localStorage.setItem(key, '{not json')", KEY)
    page.add_init_script(
        "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError') }"
    )
    x1.reload()
    mark(page, 4, "num_arith")
    status(page, "saved")
    assert len(x1.answers()["flags"]) == 1


def test_a_disk_that_refuses_keeps_the_operation(bench, monkeypatch):
    from hoichan import answers

    x1 = bench("x1")
    page = x1.page

    def full(_handle):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(answers.os, "fsync", full)
        mark(page, 4, "num_arith")
        status(page, "unsaved")
        expect(page.get_by_role("alert").get_by_text("Không ghi được")).to_be_visible()
        assert len(stored(page)) == 1
    page.evaluate("window.dispatchEvent(new Event('online'))")
    status(page, "saved")
    assert len(x1.answers()["flags"]) == 1


@pytest.mark.parametrize("target", ["window", "document"])
def test_flush_before_submitting_waits_for_what_is_still_being_typed(bench, target):
    x1 = bench("x1")
    page = x1.page
    page.locator(".hc-unit").nth(3).click()
    page.get_by_label("Ghi chú").press_sequentially("chưa rời ô")
    waits = page.evaluate(
        f"""async () => {{
            const detail = {{ wait: [] }};
            {target}.dispatchEvent(new CustomEvent("hoichan:flush", {{ detail, bubbles: true }}));
            await Promise.all(detail.wait);
            return detail.wait.length;
        }}"""
    )
    assert waits == 1
    assert x1.answers()["flags"][0]["note"] == "chưa rời ô"


def test_a_view_that_is_removed_saves_what_was_typed_and_falls_silent(bench):
    x1 = bench("x1")
    page = x1.page
    page.locator(".hc-unit").nth(3).click()
    page.get_by_label("Ghi chú").press_sequentially("đang gõ")
    page.evaluate("window.unmount(); window.mount()")
    status(page, "saved")
    expect(page.locator(".hoichan-widget")).to_have_count(1)
    expect(page.locator(".hc-mark-note")).to_have_text("đang gõ")
    assert x1.answers()["flags"][0]["note"] == "đang gõ"


def test_a_change_from_another_tab_appears_by_itself(bench):
    x1 = bench("x1")
    page = x1.page
    op = {"do": "flag", "uid": "a1.u4", "category": "num_arith"}
    x1.widget.receive({"kind": "op", "id": "other-tab", "op": op})
    page.evaluate("(state) => window.model.set('state', state)", x1.widget.state)
    expect(page.locator(".hc-mark")).to_contain_text("Sai số học")


def test_time_at_work_is_counted_but_idle_time_is_not(bench):
    x1 = bench("x1")
    page = with_own_clock(x1)
    page.locator(".hc-unit").nth(3).click()
    page.clock.fast_forward(20_000)
    page.keyboard.press("ArrowRight")
    page.clock.fast_forward(300_000)  # away from the desk
    page.keyboard.press("ArrowRight")
    page.clock.fast_forward(5_000)
    page.keyboard.press("ArrowRight")
    page.clock.run_for(31_000)
    page.wait_for_function("window.sent.some((m) => m.op?.do === 'active')")
    active = page.evaluate(
        "window.sent.filter((m) => m.op?.do === 'active').reduce((sum, m) => sum + m.op.ms, 0)"
    )
    assert 20_000 <= active <= 40_000
