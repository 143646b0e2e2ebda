"""The portal over HTTP: who may do what, and what is refused."""

from __future__ import annotations

import base64
import json
import socket
from urllib.parse import urlsplit

import pytest

from hoichan.portal_client import PortalError


def b64(data):
    return base64.b64encode(data).decode()


def upload(files):
    return {"files": [{"path": path, "b64": b64(data)} for path, data in files.items()]}


def test_fetch_submit_receipt_collect(portal, sample):
    lan, teacher = portal.client("lan"), portal.client("co-hoa")
    files = lan.lesson_files(sample.lesson)
    assert sorted(files) == ["s1_numbers.ipynb", "variants/x1.json", "variants/x2.json"]

    receipt = lan.submit(sample.lesson, sample.work())
    assert (receipt.learner, receipt.lesson) == ("lan", sample.lesson)
    assert lan.receipts(sample.lesson) == [receipt]
    assert teacher.submissions(sample.lesson) == [receipt]
    stored = teacher.submission(receipt.id)
    assert dict(stored.files) == sample.work()

    entry = lan.lessons()[0]
    assert (entry.id, entry.points, entry.receipt) == (sample.lesson, 70, receipt)
    assert portal.client("minh").lessons()[0].receipt is None


def test_latest_of_each_learner(portal, sample):
    lan, teacher = portal.client("lan"), portal.client("co-hoa")
    first = lan.submit(sample.lesson, sample.work("một"))
    second = lan.submit(sample.lesson, sample.work("hai"))
    other = portal.client("minh").submit(sample.lesson, sample.work("ba"))
    assert teacher.submissions(sample.lesson) == [second, other]
    assert lan.receipts(sample.lesson) == [first, second]
    assert first.received_at < second.received_at
    # Up to the first one; who has nothing up to then is listed with the latest.
    assert teacher.submissions(sample.lesson, before=first.received_at) == [first, other]


def test_a_learner_sees_only_own_submissions(portal, sample):
    receipt = portal.client("lan").submit(sample.lesson, sample.work())
    minh = portal.client("minh")
    with pytest.raises(PortalError) as caught:
        minh.submission(receipt.id)
    assert (caught.value.code, caught.value.status) == ("not_yours", 403)
    assert minh.receipts(sample.lesson) == []
    with pytest.raises(PortalError) as caught:
        minh.submissions(sample.lesson)
    assert (caught.value.code, caught.value.status) == ("instructor_only", 403)
    with pytest.raises(PortalError) as caught:
        minh.release(sample.meta, {"s1_numbers.ipynb": sample.notebook}, force=True)
    assert caught.value.status == 403
    assert dict(portal.client("lan").submission(receipt.id).files) == sample.work()


def test_learner_named_in_the_body_is_ignored(portal, sample):
    body = upload(sample.work()) | {"learner": "minh", "receipt": {"learner": "minh"}}
    reply = portal.http("lan").post(f"api/lessons/{sample.lesson}/submissions", json=body)
    assert reply.status_code == 201
    assert reply.json()["learner"] == "lan"
    assert portal.client("minh").receipts(sample.lesson) == []


def test_each_learner_gets_the_own_variant_without_key(portal, sample):
    lan = portal.http("lan").get(f"api/lessons/{sample.lesson}/files").json()
    minh = portal.http("minh").get(f"api/lessons/{sample.lesson}/files").json()
    texts = {}
    for name, reply in (("lan", lan), ("minh", minh)):
        files = {item["path"]: base64.b64decode(item["b64"]).decode() for item in reply["files"]}
        variant = json.loads(files["variants/x1.json"])
        assert variant["learner"] == name
        texts[name] = "".join(files.values())
    assert texts["lan"] != texts["minh"]
    assert "minh" not in texts["lan"]
    assert "lan" not in texts["minh"]
    assert "Công suất 115" in texts["lan"]  # the search below looks at readable text
    for private in ("PRIVATE", "wrong-wording-id", "num_denominator", "planted", "asserts", "abab"):
        assert private not in texts["lan"], private


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": "token nobodys-token"},
        {"Authorization": "Basic bGFuOg=="},
        {"Cookie": "token=x; jupyterhub-user-lan=y"},
    ],
)
def test_no_or_wrong_token(portal, sample, headers):
    http = portal.http()
    for method, path in (
        ("GET", "api/lessons"),
        ("POST", f"api/lessons/{sample.lesson}/submissions"),
        ("PUT", f"api/lessons/{sample.lesson}/release"),
        ("GET", f"feedback/{sample.lesson}"),
    ):
        reply = http.request(method, path, headers=headers)
        assert reply.status_code == 401, path
    assert http.get("api/lessons", headers=headers).json()["error"]["code"] == "unauthorized"


def test_health_needs_no_token_and_unknown_addresses_are_404(portal):
    http = portal.http()
    assert http.get("api/health").json() == {"status": "ok"}
    for path in (
        "api/nothing",
        "../portal.sqlite",
        "api/lessons/../x/files",
        "api/lessons/S1/files",
    ):
        assert http.get(path).status_code == 404, path
    assert portal.http("lan").delete("api/lessons").status_code == 405


BIG = b"[" + b" " * 300_000 + b"]"


@pytest.mark.parametrize(
    ("extra", "code", "status"),
    [
        ({"answers/x9.json": b"{}"}, "name_not_allowed", 400),
        ({"answers/x1.txt": b"{}"}, "name_not_allowed", 400),
        ({"variants/x1.json": b"{}"}, "name_not_allowed", 400),
        ({"other.ipynb": b"{}"}, "name_not_allowed", 400),
        ({"../answers/x1.json": b"{}"}, "name_not_allowed", 400),
        ({"/etc/passwd": b"{}"}, "name_not_allowed", 400),
        ({"answers/../x1.json": b"{}"}, "name_not_allowed", 400),
        ({"answers//x1.json": b"{}"}, "name_not_allowed", 400),
        ({"answers\\x1.json": b"{}"}, "name_not_allowed", 400),
        ({".receipt.json": b"{}"}, "name_not_allowed", 400),
        ({"answers/x1.json\n": b"{}"}, "name_not_allowed", 400),
        ({"answers/x2.json": BIG}, "file_too_big", 413),
        ({"answers/x2.json": b"not json"}, "file_not_json", 400),
        ({"answers/x2.json": b"[1, 2]"}, "file_not_json", 400),
        ({"answers/x2.json": b"[" * 100_000}, "file_not_json", 400),
        ({f"answers/y{n}.json": b"{}" for n in range(30)}, "too_many_files", 413),
    ],
)
def test_files_that_are_refused(portal, sample, extra, code, status):
    http = portal.http("lan")
    reply = http.post(
        f"api/lessons/{sample.lesson}/submissions", json=upload(sample.work() | extra)
    )
    error = reply.json()["error"]
    assert (reply.status_code, error["code"]) == (status, code)
    assert error["vi"]
    assert error["en"]
    assert error["vi"] != error["en"]
    assert portal.client("lan").receipts(sample.lesson) == []


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"not json", "body_not_json"),
        (b"[]", "body_not_json"),
        (b'{"files": {}}', "files_missing"),
        (b'{"files": []}', "files_missing"),
        (b'{"files": ["x"]}', "files_missing"),
        (b'{"files": [{"path": 1, "b64": "e30="}]}', "files_missing"),
        (b'{"files": [{"path": "s1_numbers.ipynb", "b64": "?"}]}', "file_encoding"),
        (b'{"files": [{"path": "answers/x1.json", "b64": "e30="}]}', "notebook_missing"),
        (
            b'{"files": [{"path": "s1_numbers.ipynb", "b64": "e30="}%s]}'
            % b', {"path": "s1_numbers.ipynb", "b64": "e30="}',
            "name_twice",
        ),
    ],
)
def test_bodies_that_are_refused(portal, sample, body, code):
    reply = portal.http("lan").post(f"api/lessons/{sample.lesson}/submissions", content=body)
    assert (reply.status_code, reply.json()["error"]["code"]) == (400, code)


def test_a_body_beyond_all_limits_is_cut_off_and_the_service_lives(portal, sample):
    where = urlsplit(portal.url)
    with socket.create_connection((where.hostname, where.port), timeout=20) as plug:
        plug.sendall(
            f"POST /api/lessons/{sample.lesson}/submissions HTTP/1.1\r\nHost: localhost\r\n"
            f"Content-Length: 99000000\r\n\r\n{{".encode()
        )
        assert plug.recv(100).startswith(b"HTTP/1.1 400 ")
    assert portal.http().get("api/health").status_code == 200
    assert portal.client("lan").receipts(sample.lesson) == []


def test_the_total_is_limited(portal, sample):
    padded = b'{"cells": [], "pad": "' + b"x" * 3_100_000 + b'"}'
    files = {"answers/x1.json": padded, "s1_numbers.ipynb": padded}
    reply = portal.http("lan").post(f"api/lessons/{sample.lesson}/submissions", json=upload(files))
    assert (reply.status_code, reply.json()["error"]["code"]) == (413, "total_too_big")
    with pytest.raises(PortalError) as caught:
        portal.client("lan").submit(sample.lesson, files)
    assert caught.value.code == "too_big"


def test_unknown_lesson_and_receipt(portal, sample):
    lan = portal.client("lan")
    with pytest.raises(PortalError) as caught:
        lan.submit("s9_other", {"s9_other.ipynb": b"{}"})
    assert (caught.value.code, caught.value.status) == ("lesson_unknown", 404)
    with pytest.raises(PortalError) as caught:
        lan.submission("20250101-000000-aaaaaaaa")
    assert (caught.value.code, caught.value.status) == ("submission_unknown", 404)


def test_release_is_replaced_only_with_force(portal, sample):
    teacher = portal.client("co-hoa")
    same = teacher.release(sample.meta, {"s1_numbers.ipynb": sample.notebook})
    assert teacher.lessons()[0].released_at == same.released_at
    changed = {"s1_numbers.ipynb": sample.notebook, "chart.png": b"\x89PNG"}
    with pytest.raises(PortalError) as caught:
        teacher.release(sample.meta, changed)
    assert (caught.value.code, caught.value.status) == ("already_released", 409)
    teacher.release(sample.meta, changed, force=True)
    assert "chart.png" in portal.client("lan").lesson_files(sample.lesson)


@pytest.mark.parametrize("path", ["answers/x1.json", "variants/x1.json"])
def test_release_must_not_bring_learners_files(portal, sample, path):
    with pytest.raises(PortalError) as caught:
        portal.client("co-hoa").release(
            sample.meta, {"s1_numbers.ipynb": sample.notebook, path: b"{}"}, force=True
        )
    assert caught.value.code == "name_not_allowed"


def test_release_needs_pools_and_a_fitting_description(portal, sample):
    teacher = portal.client("co-hoa")
    more = sample.meta.model_copy(update={"tasks": ("x1", "x7")})
    with pytest.raises(PortalError) as caught:
        teacher.release(more, {"s1_numbers.ipynb": sample.notebook}, force=True)
    assert caught.value.code == "pools_missing"
    assert "x7" in caught.value.vi
    assert "x1" not in caught.value.vi
    reply = portal.http("co-hoa").put(
        "api/lessons/s2_other/release", json={"meta": sample.meta.model_dump(), "files": []}
    )
    assert reply.json()["error"]["code"] == "meta_invalid"


def test_a_changed_pool_is_read_again_and_a_damaged_one_quotes_nothing(portal, sample, caplog):
    path = portal.site.paths.pool(sample.lesson, "x1")
    lan = portal.client("lan")
    before = lan.lesson_files(sample.lesson)["variants/x1.json"]
    path.write_text(path.read_text("utf-8").replace("115", "116"), encoding="utf-8")
    assert lan.lesson_files(sample.lesson)["variants/x1.json"] != before
    path.write_text(
        path.read_text("utf-8").replace('"severity":3', '"severity":"PRIVATE-9"'), "utf-8"
    )
    with pytest.raises(PortalError) as caught:
        lan.lesson_files(sample.lesson)
    assert caught.value.code == "variant_failed"
    assert "PRIVATE" not in caplog.text
    assert "severity" in caplog.text


def test_security_headers_and_silent_logs(portal, sample, caplog):
    caplog.set_level("DEBUG")
    token = portal.site.tokens["lan"]
    http = portal.http("lan")
    for path in (
        "api/lessons?token=" + token,
        f"feedback/{sample.lesson}",
        "api/no?token=" + token,
    ):
        reply = http.get(path)
        assert reply.headers["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in reply.headers["Content-Security-Policy"]
        assert reply.headers["Cache-Control"] == "no-store"
        assert "Server" not in reply.headers
    portal.client("lan").submit(sample.lesson, sample.work("NỘI DUNG RIÊNG"))
    ours = [record for record in caplog.records if record.name.startswith(("hoichan", "tornado"))]
    text = "\n".join(record.getMessage() for record in ours)
    assert "api/lessons" in text
    assert token not in text
    assert "RIÊNG" not in text


def test_a_post_from_another_site_is_refused(portal, sample):
    reply = portal.http("lan").post(
        f"api/lessons/{sample.lesson}/submissions",
        json=upload(sample.work()),
        headers={"Sec-Fetch-Site": "cross-site", "Origin": "http://evil.example"},
    )
    assert (reply.status_code, reply.json()["error"]["code"]) == (403, "cross_site")
    assert portal.client("lan").receipts(sample.lesson) == []


def test_pages_for_the_right_reader(portal, sample):
    paths = portal.site.paths
    assert portal.http("lan").get(f"feedback/{sample.lesson}").status_code == 404
    page = paths.feedback(sample.lesson, "lan")
    page.parent.mkdir(parents=True)
    page.write_text("<p>Nhận xét của Lan</p>", encoding="utf-8")
    paths.report(sample.lesson).parent.mkdir()
    paths.report(sample.lesson).write_text("<p>Báo cáo</p>", encoding="utf-8")

    own = portal.http("lan").get(f"feedback/{sample.lesson}")
    assert "Nhận xét của Lan" in own.text
    assert own.headers["Content-Security-Policy"].startswith("sandbox")
    assert "script-src" not in own.headers["Content-Security-Policy"]
    assert portal.client("lan").lessons()[0].feedback
    assert not portal.client("minh").lessons()[0].feedback

    teacher, minh = portal.http("co-hoa"), portal.http("minh")
    assert "Lan" in teacher.get(f"feedback/{sample.lesson}/lan").text
    assert teacher.get(f"report/{sample.lesson}").status_code == 200
    assert minh.get(f"feedback/{sample.lesson}/lan").status_code == 403
    assert minh.get(f"report/{sample.lesson}").status_code == 403
    assert teacher.get(f"feedback/{sample.lesson}/..%2F..%2Froster").status_code == 404
    refused = minh.get(f"report/{sample.lesson}")
    assert "giảng viên" in refused.text
    assert "instructor" in refused.text
