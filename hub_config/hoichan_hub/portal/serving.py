"""Running the portal: as a process of its own, or in a thread beside a script or a test."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import threading
from collections.abc import Callable, Iterator

from jupyterhub.httpclient import JupyterHubHTTPClient
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets

from hoichan.cases.variant import make_variant
from hoichan_hub.portal.app import close_app, make_app
from hoichan_hub.portal.settings import PortalSettings
from hoichan_hub.portal.variants import MakeVariant

_LOOPBACK = "127.0.0.1"


async def serve(
    settings: PortalSettings,
    stop: asyncio.Event,
    *,
    port: int = 0,
    address: str = _LOOPBACK,
    ready: Callable[[str], None],
    variants: MakeVariant = make_variant,
) -> None:
    """Serve until ``stop`` is set; ``ready`` gets the base URL once requests are answered."""
    app = make_app(settings, variants)
    try:
        sockets = bind_sockets(port, address)
        server = HTTPServer(app, max_body_size=settings.limits.body_bytes, xheaders=False)
        server.add_sockets(sockets)
        bound = sockets[0].getsockname()[1]
        prefix = "/" + settings.prefix.strip("/") + "/"
        ready(f"http://{address}:{bound}{prefix.replace('//', '/')}")
        await stop.wait()
        server.stop()
        await server.close_all_connections()
        if settings.hub is not None:
            await JupyterHubHTTPClient.loop_instance().close()
    finally:
        close_app(app)


def run(settings: PortalSettings, *, port: int, address: str, ready: Callable[[str], None]) -> None:
    """Serve in the foreground until SIGINT or SIGTERM."""

    async def main() -> None:
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, stop.set)
        await serve(settings, stop, port=port, address=address, ready=ready)

    asyncio.run(main())


@contextlib.contextmanager
def running_portal(
    settings: PortalSettings, *, port: int = 0, variants: MakeVariant = make_variant
) -> Iterator[str]:
    """A portal in a thread of this process, on a free loopback port; gives its base URL.

    Raises:
        SettingsError, OSError: it could not start.
    """
    started = threading.Event()
    state: dict[str, object] = {}

    async def main() -> None:
        stop = asyncio.Event()
        state["loop"], state["stop"] = asyncio.get_running_loop(), stop

        def ready(url: str) -> None:
            state["url"] = url
            started.set()

        await serve(settings, stop, port=port, ready=ready, variants=variants)

    def target() -> None:
        try:
            asyncio.run(main())
        except BaseException as error:  # noqa: BLE001 - handed over to the caller's thread
            state["error"] = error
        finally:
            started.set()

    thread = threading.Thread(target=target, name="portal", daemon=True)
    thread.start()
    started.wait()
    if isinstance(error := state.get("error"), BaseException):
        thread.join()
        raise error
    try:
        yield str(state["url"])
    finally:
        loop, stop = state["loop"], state["stop"]
        if isinstance(loop, asyncio.AbstractEventLoop) and isinstance(stop, asyncio.Event):
            with contextlib.suppress(RuntimeError):  # already closed after an error
                loop.call_soon_threadsafe(stop.set)
        thread.join()
