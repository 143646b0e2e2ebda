"""A learner's Jupyter server as a process of its own, with and without a portal behind it."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from hoichan.portal_client import PortalClient
from hoichan.schema.portal import LessonMeta
from hoichan.schema.site import SitePaths
from hoichan_hub.portal.serving import running_portal
from hoichan_hub.portal.settings import PortalSettings
from hoichan_hub.portal.tokens import add_token
from hub_site import LESSON, TITLE, make_site, notebook_of, task_codes

TOKEN = "the-learners-own-server"


@dataclass
class LearnerServer:
    """A running server and a signed-in browser's cookies."""

    url: str
    home: Path
    http: httpx.Client

    def get(self, path: str, **options: object) -> httpx.Response:
        return self.http.get(f"{self.url}{path}", **options)

    def post(self, path: str, *, form: bool = False) -> httpx.Response:
        """Post as a page of ours does: a form's hidden field, or a script's header."""
        token = self.http.cookies.get("_xsrf") or ""
        if form:
            return self.http.post(f"{self.url}{path}", data={"_xsrf": token})
        return self.http.post(f"{self.url}{path}", headers={"X-XSRFToken": token}, json={})


def free_port() -> int:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        return int(holder.getsockname()[1])


def start(home: Path, root: Path, portal: str, token: str) -> tuple[subprocess.Popen[bytes], str]:
    port = free_port()
    environ = {k: v for k, v in os.environ.items() if not k.startswith(("HOICHAN_", "JUPYTER"))}
    folders = {
        f"JUPYTER_{name}_DIR": str(root / name.lower()) for name in ("CONFIG", "DATA", "RUNTIME")
    }
    environ |= {**folders, "HOICHAN_PORTAL_URL": portal, "HOICHAN_PORTAL_TOKEN": token}
    command = [
        sys.executable, "-m", "jupyter_server", "--no-browser", "--allow-root", f"--port={port}",
        "--ServerApp.port_retries=0", "--ip=127.0.0.1", f"--ServerApp.root_dir={home}",
        f"--IdentityProvider.token={TOKEN}", "--ServerApp.base_url=/user/an/",
    ]  # fmt: skip
    log = (root / "server.log").open("ab")
    process = subprocess.Popen(
        command, env=environ, stdout=log, stderr=log, stdin=subprocess.DEVNULL
    )
    return process, f"http://127.0.0.1:{port}/user/an/"


def signed_in(process: subprocess.Popen[bytes], url: str, home: Path) -> LearnerServer:
    client = httpx.Client(timeout=60, follow_redirects=False)
    deadline = time.monotonic() + 120
    while True:
        assert process.poll() is None, "the server ended"
        assert time.monotonic() < deadline, "the server did not start"
        try:
            if client.get(f"{url}api/status", params={"token": TOKEN}).status_code == 200:
                break
        except httpx.TransportError:
            time.sleep(0.1)
    client.get(f"{url}tree", params={"token": TOKEN})  # sets the sign-in and the XSRF cookie
    return LearnerServer(url, home, client)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, repo_root: Path) -> SitePaths:
    """A site with the small lesson's pools."""
    root = tmp_path_factory.mktemp("server-site") / "site"
    make_site(root, repo_root, ["an", "thu"])
    return SitePaths(root)


@pytest.fixture(scope="session")
def portal(site: SitePaths) -> Iterator[str]:
    """A portal that has released the small lesson."""
    with running_portal(PortalSettings(site)) as url:
        with PortalClient(url, add_token(site, "thu", "instructor")) as staff:
            meta = LessonMeta(
                id=LESSON, title=TITLE, pillar="skillset", minutes=20, points=70, tasks=("x2", "x1")
            )  # fmt: skip
            notebook = notebook_of(LESSON, TITLE, task_codes(["x2", "x1"]))
            content = json.dumps(notebook, ensure_ascii=False).encode("utf-8")
            staff.release(meta, {f"{LESSON}.ipynb": content})
        yield url


@pytest.fixture(scope="session")
def serve(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Callable[[Path, str, str], LearnerServer]]:
    """`serve(home, portal_url, token)`: a learner's server."""
    running: list[tuple[subprocess.Popen[bytes], LearnerServer]] = []

    def make(home: Path, portal_url: str, token: str) -> LearnerServer:
        process, url = start(home, tmp_path_factory.mktemp("jupyter"), portal_url, token)
        server = signed_in(process, url, home)
        running.append((process, server))
        return server

    yield make
    for process, server in running:
        server.http.close()
        process.terminate()
        process.wait(30)


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The learner's home."""
    return tmp_path_factory.mktemp("home-of-an")


@pytest.fixture(scope="session")
def server(serve, home: Path, portal: str, site: SitePaths) -> LearnerServer:
    """The server of learner ``an``, with a portal."""
    return serve(home, portal, add_token(site, "an"))


@pytest.fixture(scope="session")
def alone(serve, home: Path) -> LearnerServer:
    """Another server on the same home, whose portal cannot be reached."""
    return serve(home, f"http://127.0.0.1:{free_port()}/", "a-token")
