"""The client against a transport that answers as told: retries, wrong answers, wrong set-up."""

from __future__ import annotations

import base64
import json

import httpx
import pytest

from hoichan.portal_client import PortalClient, PortalError
from hoichan.schema.portal import Receipt, manifest_sha256, sent_files

FILES = {"s1_numbers.ipynb": b"{}", "answers/x1.json": b"{}"}


def receipt(files=FILES, learner="lan", **changes):
    described = sent_files(files)
    made = Receipt(
        id="20250331-101500-abcdefgh",
        lesson="s1_numbers",
        learner=learner,
        received_at="2025-03-31T10:15:00.000000Z",
        sha256=manifest_sha256("s1_numbers", learner, described),
        bytes=4,
        files=described,
    )
    return made.model_copy(update=changes)


class Script:
    """Answers one request after the other; an exception is raised instead."""

    def __init__(self, *answers):
        self.answers, self.requests, self.pauses = list(answers), [], []

    def __call__(self, request):
        self.requests.append(request)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    def client(self):
        return PortalClient(
            "http://portal.example/services/portal",
            "the-token",
            transport=httpx.MockTransport(self),
            pause=self.pauses.append,
        )


def reply(content, status=200):
    return httpx.Response(status, json=content)


def refusal(status, code="some_code"):
    return reply({"error": {"code": code, "vi": "tiếng Việt", "en": "English"}}, status)


LOST = httpx.ConnectError("refused")


@pytest.mark.parametrize("trouble", [LOST, httpx.ReadTimeout("slow"), httpx.Response(503)])
def test_passing_trouble_is_tried_again(trouble):
    script = Script(trouble, trouble, reply([]))
    assert script.client().lessons() == []
    assert [str(request.url) for request in script.requests] == [
        "http://portal.example/services/portal/api/lessons"
    ] * 3
    assert script.requests[0].headers["Authorization"] == "token the-token"
    assert len(script.pauses) == 2


def test_a_submission_is_tried_again_with_the_same_key():
    script = Script(LOST, httpx.Response(502), reply(receipt().model_dump(), 201))
    assert script.client().submit("s1_numbers", FILES) == receipt()
    keys = {request.headers["Idempotency-Key"] for request in script.requests}
    bodies = {request.content for request in script.requests}
    assert len(script.requests) == 3
    assert len(keys) == len(bodies) == 1


def test_lasting_trouble_is_told_in_both_languages():
    script = Script(LOST, LOST, LOST)
    with pytest.raises(PortalError) as caught:
        script.client().lessons()
    assert (caught.value.code, caught.value.status) == ("unreachable", None)
    assert "Bài làm vẫn còn" in caught.value.vi
    assert "still here" in caught.value.en


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 413, 429, 500])
def test_a_refusal_is_passed_on_and_not_tried_again(status):
    script = Script(refusal(status))
    with pytest.raises(PortalError) as caught:
        script.client().receipts("s1_numbers")
    assert (caught.value.code, caught.value.status) == ("some_code", status)
    assert (caught.value.vi, caught.value.en) == ("tiếng Việt", "English")
    assert script.pauses == []


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(200, text="<html>"),
        httpx.Response(302, headers={"Location": "http://elsewhere.example/"}),
        reply({"error": "text"}, 418),
        reply([{"id": 1}]),
        reply({"lessons": []}),
    ],
)
def test_an_answer_that_is_none(answer):
    script = Script(answer)
    with pytest.raises(PortalError) as caught:
        script.client().lessons()
    assert caught.value.code == "bad_reply"
    assert len(script.requests) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        receipt(lesson="s2_other"),
        receipt({"s1_numbers.ipynb": b"{}"}),
        receipt(FILES | {"s1_numbers.ipynb": b"{ }"}),
    ],
)
def test_a_receipt_for_something_else_is_no_receipt(wrong):
    script = Script(reply(wrong.model_dump(), 201))
    with pytest.raises(PortalError) as caught:
        script.client().submit("s1_numbers", FILES)
    assert caught.value.code == "bad_reply"


def files_reply(files):
    return [{"path": p, "b64": base64.b64encode(d).decode()} for p, d in files.items()]


def test_a_stored_submission_is_checked_against_its_receipt():
    good = {"receipt": receipt().model_dump(), "files": files_reply(FILES)}
    assert dict(Script(reply(good)).client().submission(receipt().id).files) == FILES
    changed = good | {"files": files_reply(FILES | {"answers/x1.json": b"[]"})}
    other_name = good | {"receipt": receipt(sha256="0" * 64).model_dump()}
    for bad in (changed, other_name, {"receipt": None, "files": files_reply(FILES)}, {}):
        with pytest.raises(PortalError) as caught:
            Script(reply(bad)).client().submission(receipt().id)
        assert caught.value.code == "bad_reply"


@pytest.mark.parametrize("path", ["../x", "/etc/passwd", "a/../../x", ".bashrc", "a\\b", ""])
def test_a_file_name_that_leaves_the_folder_is_refused(path):
    script = Script(reply({"lesson": "s1_numbers", "files": files_reply({path: b""})}))
    with pytest.raises(PortalError) as caught:
        script.client().lesson_files("s1_numbers")
    assert caught.value.code == "bad_reply"


def test_too_much_is_not_even_sent():
    script = Script()
    with pytest.raises(PortalError) as caught:
        script.client().submit("s1_numbers", {"s1_numbers.ipynb": b"x" * 6_000_001})
    assert caught.value.code == "too_big"
    assert script.requests == []


def test_the_surroundings_name_portal_and_token():
    url = {"HOICHAN_PORTAL_URL": "http://127.0.0.1:1/services/portal"}
    hub = {"JUPYTERHUB_API_TOKEN": "hub-token"}
    own = {"HOICHAN_PORTAL_TOKEN": "own-token"}
    for environ, token in ((url | hub, "hub-token"), (url | hub | own, "own-token")):
        with PortalClient.from_environment(environ) as client:
            assert client.base_url == "http://127.0.0.1:1/services/portal/"
            assert client._http.headers["Authorization"] == f"token {token}"
    for environ in ({}, url, hub):
        with pytest.raises(PortalError) as caught:
            PortalClient.from_environment(environ)
        assert caught.value.code == "not_configured"


def test_the_manifest_is_canonical():
    described = sent_files({"b.json": b"2", "a.ipynb": b"1"})
    assert [file.path for file in described] == ["a.ipynb", "b.json"]
    digest = manifest_sha256("s1_numbers", "lan", described)
    assert digest == manifest_sha256("s1_numbers", "lan", reversed(described))
    assert digest != manifest_sha256("s1_numbers", "minh", described)
    assert digest != manifest_sha256("s2_other", "lan", described)
    # Worked out once by hand with json.dumps and hashlib: the form must never change.
    import hashlib

    text = json.dumps(
        {
            "files": [
                {"bytes": 1, "path": path, "sha256": hashlib.sha256(data).hexdigest()}
                for path, data in (("a.ipynb", b"1"), ("b.json", b"2"))
            ],
            "learner": "lan",
            "lesson": "s1_numbers",
        },
        separators=(",", ":"),
    )
    assert digest == hashlib.sha256(text.encode()).hexdigest()
