"""What every test may use: the repository's root, a browser without surprises, an offline guard."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import hypothesis
import pytest

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

    from demo_run import DemoRun
    from offline_guard import OfflineGuard

# Property tests try the same examples at every run, on every machine.
hypothesis.settings.register_profile("hoichan", derandomize=True, deadline=None, database=None)
hypothesis.settings.load_profile("hoichan")

# The background networking of a browser would be refused, many times over, on an offline machine.
CHROMIUM_FLAGS = (
    "--no-sandbox",  # tests may run as root, where Chromium's own sandbox refuses to start
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def find_chromium() -> str | None:
    """The system's Chromium; Playwright's own download is never used."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep hub tests on one worker; leave browser tests out where there is no browser."""
    no_browser = pytest.mark.skip(
        reason="no Chromium: sudo apt-get install chromium (scripts/system_packages.py says more)"
    )
    has_browser = find_chromium() is not None
    for item in items:
        if item.get_closest_marker("hub"):
            item.add_marker(pytest.mark.xdist_group("hub"))
        if item.get_closest_marker("browser") and not has_browser:
            item.add_marker(no_browser)


@pytest.fixture(scope="session")
def repo_root() -> Path:
    """The root of the work tree."""
    return Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session", autouse=True)
def own_environment() -> Iterator[None]:
    """Keep a developer's own Jupyter settings, hub tokens and site folders out of the tests."""
    # Short on purpose: sockets of kernels lie below, and their paths may have 107 bytes.
    folder = Path(tempfile.mkdtemp(prefix="hc-"))
    with pytest.MonkeyPatch.context() as patch:
        for name in [n for n in os.environ if n.startswith(("HOICHAN_", "JUPYTERHUB_"))]:
            patch.delenv(name)
        for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR"):
            (folder / name.lower()).mkdir(mode=0o700)
            patch.setenv(name, str(folder / name.lower()))
        patch.setenv("MPLBACKEND", "Agg")
        yield
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Playwright's launch arguments: Debian's Chromium, quiet on the network."""
    chromium = find_chromium()
    if chromium is None:
        pytest.skip("no Chromium on this machine: sudo apt-get install chromium")
    return {**browser_type_launch_args, "executable_path": chromium, "args": [*CHROMIUM_FLAGS]}


class WatchOffline(Protocol):
    """`offline_guard(page_or_context, allow=[...])`, as the fixture below gives it."""

    def __call__(
        self, target: Page | BrowserContext, *, allow: Sequence[str] = ()
    ) -> OfflineGuard: ...


@pytest.fixture
def offline_guard() -> Iterator[WatchOffline]:
    """Fail the test on a console error, an uncaught exception, or a request to another host.

    `allow` takes regular expressions for what this one test expects to see all the same.
    """
    from offline_guard import OfflineGuard

    guards: list[OfflineGuard] = []

    def watch(target: Page | BrowserContext, *, allow: Sequence[str] = ()) -> OfflineGuard:
        guard = OfflineGuard(allow)
        guard.watch(target)
        guards.append(guard)
        return guard

    yield watch
    for guard in guards:
        guard.check()


@pytest.fixture(scope="session")
def demo(repo_root: Path) -> Iterator[DemoRun]:
    """One demo for all tests that look at it, in a private folder that a hub can serve."""
    from demo_run import run_demo

    folder = Path(tempfile.mkdtemp(prefix="hoichan-demo-"))
    try:
        yield run_demo(folder / "site", repo_root)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
