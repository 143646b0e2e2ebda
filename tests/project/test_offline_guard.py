"""The guard of the browser tests sees what it is there to see."""

import pytest

from offline_guard import OfflineGuard

pytestmark = pytest.mark.browser


@pytest.fixture
def answered(page):
    """A page on the made-up host, whose every request the test answers itself."""
    body = "<!doctype html><meta charset=utf-8><link rel=icon href='data:,'>xin chào"
    page.route("**/*", lambda route: route.fulfill(body=body, content_type="text/html"))
    return page


def test_a_quiet_page_passes(answered, offline_guard):
    offline_guard(answered)
    answered.goto("http://w.test/")
    assert "xin chào" in answered.content()


@pytest.mark.parametrize("whole_context", [False, True])
@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("console.error('hỏng')", "console: hỏng"),
        ("setTimeout(() => { throw new Error('vỡ') })", "vỡ"),
        ("fetch('http://cdn.example/x.js')", "http://cdn.example/x.js"),
        ("new WebSocket('ws://elsewhere.example/')", "ws://elsewhere.example/"),
    ],
)
def test_each_kind_of_problem_is_seen(answered, script, expected, whole_context):
    guard = OfflineGuard()
    guard.watch(answered.context if whole_context else answered)
    answered.goto("http://w.test/")
    answered.evaluate(f"() => {{ {script} }}")
    for _ in range(50):
        if guard.problems:
            break
        answered.wait_for_timeout(50)
    with pytest.raises(AssertionError, match=r"in the browser") as caught:
        guard.check()
    assert expected in str(caught.value)


def test_a_page_opened_later_is_watched_with_its_context(answered):
    guard = OfflineGuard()
    guard.watch(answered.context)
    later = answered.context.new_page()
    later.route("**/*", lambda route: route.fulfill(body="x"))
    later.goto("http://elsewhere.example/")
    assert guard.problems == ["request leaves this machine: http://elsewhere.example/"]


def test_what_a_test_allows_is_let_pass(answered, offline_guard):
    offline_guard(answered, allow=[r"^console: hỏng$", r"console: hỏng \("])
    answered.goto("http://w.test/")
    answered.evaluate("() => console.error('hỏng')")
    assert answered.evaluate("1 + 1") == 2
