"""Course page, opening and submitting, over HTTP, with and without the portal."""

from __future__ import annotations

import html
import json
import re

import httpx
import pytest

from hub_site import LESSON, TITLE

pytestmark = pytest.mark.xdist_group("learner-server")

NOTEBOOK = f"{LESSON}/{LESSON}.ipynb"


def words(response):
    """What stands on a page, tags taken away."""
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.text)))


def error(response):
    return response.json()["error"]


@pytest.fixture
def fetched(server):
    """The lesson lies in the home."""
    reply = server.post(f"hoichan/open/{LESSON}", form=True)
    assert reply.status_code == 303
    return server.home / LESSON


def test_the_address_without_its_slash_leads_on(server):
    reply = server.get("hoichan")
    assert (reply.status_code, reply.headers["location"]) == (302, "/user/an/hoichan/")


def test_nobody_gets_in_without_signing_in(server):
    stranger = httpx.Client(follow_redirects=False)
    for path in ("hoichan/", f"hoichan/api/lessons/{LESSON}", f"hoichan/api/receipts/{LESSON}"):
        assert stranger.get(server.url + path).status_code in {302, 403}
    assert stranger.post(f"{server.url}hoichan/api/submit/{LESSON}").status_code == 403


def test_the_page_lists_the_lesson_in_both_languages(server):
    page = server.get("hoichan/")
    assert page.status_code == 200
    assert '<html lang="vi" data-hoichan-lang="vi">' in page.text
    for text in (TITLE["vi"], TITLE["en"], "khoảng 20 phút", "about 20 minutes", "70 điểm"):
        assert text in words(page)
    assert 'src="http' not in page.text
    assert 'href="http' not in page.text


def test_a_language_in_the_address_is_remembered_in_a_cookie(server):
    page = server.get("hoichan/?lang=en")
    assert '<html lang="en" data-hoichan-lang="en">' in page.text
    assert page.cookies["hoichan_lang"] == "en"
    assert '<html lang="en"' in server.get("hoichan/").text
    server.http.cookies.delete("hoichan_lang")
    assert '<html lang="vi"' in server.get("hoichan/?lang=<script>").text


def test_style_and_script_are_served_and_nothing_else_is(server):
    assert server.get("hoichan/static/course.css").headers["content-type"].startswith("text/css")
    assert "javascript" in server.get("hoichan/static/course.js").headers["content-type"]
    for path in ("hoichan/static/../handlers.py", "hoichan/static/handlers.py"):
        assert server.get(path).status_code == 404


def test_opening_fetches_once_and_leads_to_the_notebook(server, fetched):
    reply = server.post(f"hoichan/open/{LESSON}", form=True)
    assert (reply.status_code, reply.headers["location"]) == (303, f"/user/an/notebooks/{NOTEBOOK}")
    assert sorted(p.name for p in (fetched / "variants").iterdir()) == ["x1.json", "x2.json"]
    assert json.loads((fetched / "variants" / "x1.json").read_text("utf-8"))["learner"] == "an"


def test_opening_again_never_touches_the_answers_and_brings_a_lost_notebook_back(server, fetched):
    answers = fetched / "answers" / "x1.json"
    answers.parent.mkdir(exist_ok=True)
    answers.write_text('{"mine": true}', encoding="utf-8")
    (server.home / NOTEBOOK).unlink()
    assert server.post(f"hoichan/open/{LESSON}", form=True).status_code == 303
    assert (server.home / NOTEBOOK).is_file()
    assert answers.read_text(encoding="utf-8") == '{"mine": true}'
    answers.unlink()


def test_a_form_from_elsewhere_opens_nothing(server):
    reply = server.http.post(f"{server.url}hoichan/open/{LESSON}", data={"_xsrf": "made-up"})
    assert reply.status_code == 403
    assert "Hãy tải lại trang rồi làm lại." in words(reply)
    assert "Reload the page and try again." in words(reply)
    reply = server.http.post(f"{server.url}hoichan/api/submit/{LESSON}", json={})
    assert reply.status_code == 403
    assert error(reply)["code"] == "xsrf"


@pytest.mark.parametrize("name", ["..", "S1", "%2e%2e%2fetc", "a" * 70, "s1-small", ".hidden"])
def test_what_is_no_lessons_name_is_refused(server, name):
    reply = server.post(f"hoichan/open/{name}", form=True)
    assert reply.status_code in {404, 405}
    assert server.get(f"hoichan/api/lessons/{name}").status_code == 404


def test_a_lesson_that_is_not_released_is_said_in_the_portals_words(server):
    reply = server.post("hoichan/open/s9_later", form=True)
    assert reply.status_code == 404
    assert "chưa được phát hành" in words(reply)
    assert "has not been released" in words(reply)
    assert "Bài làm của bạn không bị mất." in words(reply)
    assert not (server.home / "s9_later").exists()


def test_the_lesson_page_is_told_texts_and_tasks_in_the_notebooks_order(server, fetched):
    info = server.get(f"hoichan/api/lessons/{LESSON}").json()
    assert [(task["task"], task["done"], task["total"]) for task in info["tasks"]] == [
        ("x2", 0, 5),
        ("x1", 0, 2),
    ]
    assert info["texts"]["submit"] == {"vi": "Nộp bài", "en": "Submit"}
    assert info["first_lang"] == "vi"


def test_submitting_gives_a_receipt_that_the_page_then_shows(server, fetched, alone):
    reply = server.post(f"hoichan/api/submit/{LESSON}")
    assert reply.status_code == 201
    receipt = reply.json()
    assert receipt["learner"] == "an"
    assert [file["path"] for file in receipt["files"]] == [f"{LESSON}.ipynb"]
    assert receipt in server.get(f"hoichan/api/receipts/{LESSON}").json()
    assert server.get(f"hoichan/api/lessons/{LESSON}").json()["receipt"] == receipt
    page = words(server.get("hoichan/"))
    assert f"Biên nhận {receipt['id']}" in page
    assert "Bài làm đã thay đổi" not in page
    assert f"Biên nhận {receipt['id']}" in words(alone.get("hoichan/"))  # kept beside the lesson

    (fetched / "answers").mkdir(exist_ok=True)
    (fetched / "answers" / "x2.json").write_text("{}", encoding="utf-8")
    assert "Bài làm đã thay đổi" in words(server.get("hoichan/"))
    (fetched / "answers" / "x2.json").unlink()


def test_submitting_a_lesson_that_was_never_opened_is_refused(server):
    reply = server.post("hoichan/api/submit/s9_later")
    assert reply.status_code == 409
    assert error(reply)["code"] == "folder_missing"
    assert error(reply)["vi"].startswith("Không thấy thư mục bài học")


def test_without_the_portal_work_goes_on(alone, fetched):
    page = alone.get("hoichan/")
    assert page.status_code == 200
    assert "Chưa kết nối được với dịch vụ nộp bài" in words(page)
    assert "The submission service cannot be reached" in words(page)
    assert TITLE["vi"] in page.text
    reply = alone.post(f"hoichan/open/{LESSON}", form=True)
    assert reply.headers["location"] == f"/user/an/notebooks/{NOTEBOOK}"


def test_without_the_portal_submitting_is_refused_and_nothing_is_lost(alone, fetched):
    before = {p: p.read_bytes() for p in fetched.rglob("*") if p.is_file()}
    reply = alone.post(f"hoichan/api/submit/{LESSON}")
    assert reply.status_code == 503
    assert error(reply)["code"] == "unreachable"
    assert error(reply)["en"].startswith("Could not reach the submission service.")
    assert {p: p.read_bytes() for p in fetched.rglob("*") if p.is_file()} == before


def test_without_the_portal_a_new_lesson_gets_a_plain_page(alone):
    reply = alone.post("hoichan/open/s9_later", form=True)
    assert reply.status_code == 503
    assert "Không kết nối được với dịch vụ nộp bài." in words(reply)
    assert "Về trang khoá học" in words(reply)
