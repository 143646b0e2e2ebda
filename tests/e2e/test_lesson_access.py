"""Who sees what: learners their own home only, instructors the course's pages."""

from __future__ import annotations

import json
import re
import shutil

import httpx
import pytest
from playwright.sync_api import expect

from hub_browser import open_lesson, until
from hub_site import LESSON, notebook_of

pytestmark = [pytest.mark.hub, pytest.mark.browser, pytest.mark.slow]

# Runs in a learner's kernel, as any code of theirs would.
PROBE = """
import json, os, socket
from pathlib import Path

def tried(path):
    path = Path(path)
    try:
        if path.is_dir():
            return "list: " + ", ".join(sorted(p.name for p in path.iterdir()))
        return "read: " + str(len(path.read_bytes()))
    except OSError as error:
        return type(error).__name__

def environments():
    found = []
    for path in Path("/proc").glob("[0-9]*/environ"):
        try:
            found.append(path.read_bytes().decode("utf-8", "replace"))
        except OSError:
            pass
    return found

import hoichan.data
result = {
    "paths": {path: tried(path) for path in PATHS},
    "home": tried(HOME),
    "processes": sum(p.name.isdigit() for p in Path("/proc").iterdir()),
    "secrets": [text[:40] for text in environments() if "CONFIGPROXY" in text],
    "uid": os.getuid(),
    "capabilities": [l for l in Path("/proc/self/status").read_text().splitlines() if l.startswith("CapEff")],
    "tables": len(hoichan.data.load("monthly_activity")),
    "transports": [json.loads(p.read_text())["transport"] for p in Path("/tmp/jupyter").glob("kernel-*.json")],
}
try:
    Path(HOME, "..", "another").mkdir()
    result["outside"] = "written"
except OSError as error:
    result["outside"] = type(error).__name__
try:
    Path("/another").mkdir()
    result["root"] = "written"
except OSError as error:
    result["root"] = "OSError"
Path("probe.json").write_text(json.dumps(result))
"""


def test_a_learners_kernel_sees_its_home_and_no_secret(hub, learner, repo_root):
    if shutil.which("bwrap") is None:
        pytest.skip("no bubblewrap: sudo apt-get install bubblewrap")
    site = hub.site
    other = site.home("an")
    other.mkdir(parents=True, exist_ok=True)
    (other / "theirs.txt").write_text("x", encoding="utf-8")
    hidden = [
        site.keys, site.course_secret, site.pool(LESSON, "x1"), site.portal,
        site.portal / "portal.sqlite", site.course, site.course / "gradebook.db", site.roster,
        site.hub, site.hub / "cookie_secret", site.hub / "jupyterhub.sqlite",
        site.hub / "passwords.json", site.hub / "grader.env", other, other / "theirs.txt",
        repo_root / "datasets" / "cases", repo_root / "autograder", repo_root / ".git",
        repo_root / "hub_config" / "config.yaml", repo_root / "notebooks",
        repo_root / "datasets" / "tables" / "monthly_activity" / "truth.json", "/etc/shadow",
    ]  # fmt: skip
    for path in hidden[:-1]:  # it would be there to be seen
        assert path.exists(), path
    code = f"PATHS = {[str(p) for p in hidden]!r}\nHOME = {str(site.home('minh'))!r}\n{PROBE}"
    hub.release("s9_probe", notebook_of("s9_probe", {"vi": "Thử", "en": "Probe"}, [code]), [])
    page = learner("minh")
    page.locator("[data-lesson=s9_probe] button").click()
    found = hub.folder("minh", "s9_probe") / "probe.json"
    until(page, found.is_file)
    until(page, lambda: found.read_text(encoding="utf-8").endswith("}"))
    result = json.loads(found.read_text(encoding="utf-8"))

    readable = {
        path: what for path, what in result["paths"].items() if what.startswith(("read", "list"))
    }
    assert readable == {}
    assert "s9_probe" in result["home"]
    assert not (site.root / "homes" / "another").exists()  # at most in the sandbox's own memory
    assert result["root"] == "OSError"
    assert result["secrets"] == []
    assert result["processes"] <= 6  # sandbox, server, kernel, and nobody else's
    assert result["uid"] == 1000
    assert result["capabilities"] == ["CapEff:\t0000000000000000"]
    assert result["tables"] == 192  # the data of the lessons is there
    assert result["transports"] == ["ipc"]  # nobody else on the machine can knock at the kernel


def test_an_instructor_sees_the_courses_pages_and_a_learner_does_not(hub, learner):
    teacher = learner("giangvien")
    section = teacher.get_by_role("region", name="Dành cho giảng viên")
    link = section.get_by_role("link", name="Trang chấm bài")
    with teacher.context.expect_page() as opened:
        link.click()
    expect(opened.value).to_have_title(re.compile("formgrade"), timeout=90_000)
    opened.value.close()
    expect(section.get_by_role("link", name="Báo cáo lớp")).not_to_have_count(0)
    with teacher.context.expect_page() as opened:
        section.get_by_role("link", name="Bộ dữ liệu").click()
    gallery = opened.value
    expect(gallery.get_by_role("heading", name="Bộ dữ liệu tổng hợp")).to_be_visible()
    card = gallery.get_by_role("region", name="Hoạt động khám chữa bệnh theo tháng")
    with gallery.expect_download() as started:
        card.get_by_role("link", name="data.csv").click()
    assert started.value.suggested_filename == "monthly_activity.data.csv"
    assert started.value.path().read_text("utf-8").startswith("thang,khoa,")
    gallery.close()

    page = learner("an", allow=(r"status of (403|404)",))
    expect(page.get_by_text("Dành cho giảng viên")).to_have_count(0)
    for address in (
        "services/hoichan/formgrader/",
        f"services/portal/report/{LESSON}",
        "services/portal/datasets/gallery/index.html",
        "services/portal/datasets/tables/monthly_activity/data.csv",
    ):
        reply = page.goto(hub.url + address)
        assert reply.status == 403
    # Nor may one learner enter another's server.
    reply = page.goto(f"{hub.url}user/binh/hoichan/")
    assert reply.status in {403, 404}


def test_submitting_needs_the_page_it_comes_from(hub, learner):
    page = learner("an")
    open_lesson(page)
    cookies = {c["name"]: c["value"] for c in page.context.cookies()}
    address = f"{hub.url}user/an/hoichan/api/submit/{LESSON}"
    reply = httpx.post(address, cookies=cookies, json={}, follow_redirects=False)
    assert reply.status_code == 403


def test_nobody_signs_in_without_being_on_the_class_list(hub, new_context):
    page = new_context().new_page()
    page.goto(hub.url)
    page.get_by_label("Tên đăng nhập").fill("nguoi-la")
    page.locator("#password_input").fill(hub.passwords["learners"])
    page.get_by_role("button", name="Đăng nhập").click()
    expect(
        page.get_by_role("heading", name="Bạn không vào được trang này").or_(
            page.get_by_role("alert")
        )
    ).to_be_visible()
    assert "/hub/login" in page.url
    page.goto(hub.url)
    page.get_by_label("Tên đăng nhập").fill("giangvien")
    page.locator("#password_input").fill(hub.passwords["learners"])
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page.get_by_role("alert")).to_contain_text("chưa đúng")
