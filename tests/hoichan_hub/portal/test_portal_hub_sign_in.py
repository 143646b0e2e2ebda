"""Tokens and browser sign-in with a hub; the hub here is a small server that answers as one."""

from __future__ import annotations

import asyncio
import json
import threading
from contextlib import contextmanager
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler

from hoichan.portal_client import PortalClient, PortalError
from hoichan_hub.portal import HubConnection, SettingsError, running_portal
from hoichan_hub.portal.settings import PortalSettings, service_address

ACCESS = "access:services!service=portal"
PREFIX = "/services/portal/"


def user(name, *, groups=(), scopes=(ACCESS,), kind="user"):
    model = {"kind": kind, "name": name, "scopes": list(scopes)}
    return model | ({"groups": list(groups)} if kind == "user" else {})


USERS = {
    "lan-token": user("lan", groups=["nbgrader-hoichan"]),
    "minh-token": user("minh"),
    "hoa-token": user("co-hoa", groups=["formgrade-hoichan"]),
    "other-course-token": user("thay-nam", groups=["formgrade-other"]),
    "grader-token": user("grader", scopes=[ACCESS, "custom:hoichan:instructor"], kind="service"),
    "service-token": user("culler", kind="service"),
    "outside-token": user("ngoai", scopes=["access:services!service=ai"]),
    "slash-token": user("../lan"),
    "dot-token": user(".lan"),
}


class UserHandler(RequestHandler):
    def get(self):
        model = USERS.get(self.request.headers.get("Authorization", "").removeprefix("token "))
        self.set_status(403 if model is None else 200)
        self.finish(json.dumps(model or {"status": 403}))


class TokenHandler(RequestHandler):
    def post(self):
        assert self.get_body_argument("client_secret") == "service-secret"
        self.finish({"access_token": self.get_body_argument("code").replace("code-of-", "")})

    def check_xsrf_cookie(self):
        pass


@contextmanager
def fake_hub():
    ready, state = threading.Event(), {}

    async def main():
        state["loop"], state["stop"] = asyncio.get_running_loop(), asyncio.Event()
        server = HTTPServer(
            Application([("/hub/api/user", UserHandler), ("/hub/api/oauth2/token", TokenHandler)])
        )
        sockets = bind_sockets(0, "127.0.0.1")
        server.add_sockets(sockets)
        state["port"] = sockets[0].getsockname()[1]
        ready.set()
        await state["stop"].wait()
        server.stop()
        await server.close_all_connections()

    thread = threading.Thread(target=lambda: asyncio.run(main()), daemon=True)
    thread.start()
    assert ready.wait(30)
    try:
        yield f"http://127.0.0.1:{state['port']}/hub/api"
    finally:
        state["loop"].call_soon_threadsafe(state["stop"].set)
        thread.join()


def connection(api_url):
    return HubConnection(
        api_url=api_url,
        api_token="service-secret",
        client_id="service-portal",
        access_scopes=frozenset({ACCESS}),
    )


@pytest.fixture
def hub_portal(site, sample):
    with (
        fake_hub() as api_url,
        running_portal(
            site.settings(prefix=PREFIX, hub=connection(api_url)), variants=sample.variant
        ) as url,
        PortalClient(url, "hoa-token") as teacher,
    ):
        teacher.release(sample.meta, {"s1_numbers.ipynb": sample.notebook})
        yield url


def test_hub_tokens_say_who_is_calling(hub_portal, sample):
    assert hub_portal.endswith(PREFIX)
    with PortalClient(hub_portal, "lan-token") as lan:
        assert not lan.me().instructor
        receipt = lan.submit(sample.lesson, sample.work())
        assert receipt.learner == "lan"
    with PortalClient(hub_portal, "minh-token") as minh, pytest.raises(PortalError) as caught:
        minh.submission(receipt.id)
    assert caught.value.code == "not_yours"
    for token in ("hoa-token", "grader-token"):
        with PortalClient(hub_portal, token) as teacher:
            assert teacher.me().instructor
            assert teacher.submissions(sample.lesson) == [receipt]


@pytest.mark.parametrize(
    ("token", "code", "status"),
    [
        ("nobody", "unauthorized", 401),
        ("outside-token", "not_allowed", 403),
        ("slash-token", "learner_name", 403),
        ("dot-token", "learner_name", 403),
        ("service-token", "instructor_only", 403),
        ("other-course-token", "instructor_only", 403),
    ],
)
def test_hub_tokens_that_may_not(hub_portal, sample, token, code, status):
    with PortalClient(hub_portal, token) as client, pytest.raises(PortalError) as caught:
        client.submissions(sample.lesson)
    assert (caught.value.code, caught.value.status) == (code, status)


def test_a_hub_that_is_away_is_no_sign_of_a_wrong_token(site, sample):
    with fake_hub() as api_url:
        pass
    with (
        running_portal(site.settings(hub=connection(api_url)), variants=sample.variant) as url,
        PortalClient(url, "lan-token", pause=lambda seconds: None) as lan,
        pytest.raises(PortalError) as caught,
    ):
        lan.lessons()
    assert (caught.value.code, caught.value.status) == ("hub_unreachable", 503)


def test_browser_sign_in_leads_back_to_the_page(hub_portal, site, sample):
    page = site.paths.feedback(sample.lesson, "lan")
    page.parent.mkdir(parents=True)
    page.write_text("<p>Nhận xét của Lan</p>", encoding="utf-8")
    with httpx.Client(base_url=hub_portal, trust_env=False) as browser:
        away = browser.get(f"feedback/{sample.lesson}")
        assert away.status_code == 302
        target = urlsplit(away.headers["Location"])
        query = parse_qs(target.query)
        assert target.path == "/hub/api/oauth2/authorize"
        assert query["redirect_uri"] == [f"{PREFIX}oauth_callback"]
        assert query["code_challenge_method"] == ["S256"]

        back = browser.get(
            "oauth_callback", params={"code": "code-of-lan-token", "state": query["state"][0]}
        )
        assert back.headers["Location"] == f"{PREFIX}feedback/{sample.lesson}"
        shown = browser.get(f"feedback/{sample.lesson}")
        assert "Nhận xét của Lan" in shown.text
        assert browser.get(f"report/{sample.lesson}").status_code == 403
        # The cookie opens pages, never the interface that writes.
        assert browser.get("api/lessons").status_code == 401
        sent = browser.post(f"api/lessons/{sample.lesson}/submissions", json={"files": []})
        assert sent.status_code == 401


def test_a_sign_in_that_was_not_started_here_is_refused(hub_portal, sample):
    with httpx.Client(base_url=hub_portal, trust_env=False) as browser:
        browser.get(f"feedback/{sample.lesson}")
        forged = browser.get("oauth_callback?code=code-of-hoa-token&state=forged")
        assert forged.status_code == 403
        assert browser.get(f"report/{sample.lesson}").status_code == 302


ENVIRONMENT = {
    "JUPYTERHUB_SERVICE_NAME": "portal",
    "JUPYTERHUB_SERVICE_PREFIX": PREFIX,
    "JUPYTERHUB_SERVICE_URL": "http://127.0.0.1:18090",
    "JUPYTERHUB_API_URL": "http://127.0.0.1:8081/hub/api",
    "JUPYTERHUB_API_TOKEN": "secret-of-the-service",
    "JUPYTERHUB_CLIENT_ID": "service-portal",
    "JUPYTERHUB_BASE_URL": "/",
}


def test_settings_of_a_managed_service(site):
    settings = PortalSettings.from_environment(site.paths, ENVIRONMENT)
    assert settings.prefix == PREFIX
    assert settings.hub.access_scopes == {ACCESS}
    assert settings.hub.hub_prefix == "/hub/"
    assert service_address(ENVIRONMENT) == ("127.0.0.1", 18090)
    assert "secret-of-the-service" not in repr(settings)
    assert PortalSettings.from_environment(site.paths, {}).hub is None
    assert service_address({}) is None


@pytest.mark.parametrize(
    "name", ["JUPYTERHUB_API_TOKEN", "JUPYTERHUB_API_URL", "JUPYTERHUB_CLIENT_ID"]
)
def test_half_a_hub_is_refused(site, name):
    half = {key: value for key, value in ENVIRONMENT.items() if key != name}
    with pytest.raises(SettingsError, match=name):
        PortalSettings.from_environment(site.paths, half)
