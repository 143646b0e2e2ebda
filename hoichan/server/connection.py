"""The websocket between a page and its kernel, without the wait that small messages suffer."""

from __future__ import annotations

import asyncio
from typing import Any

from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection

_SETTING = "kernel_websocket_connection_class"


class PromptConnection(ZMQChannelsWebsocketConnection):
    """Sends every message at once.

    A saved answer comes back as three small messages. By default TCP holds the second one back until
    the browser has confirmed the first (Nagle's algorithm), which browsers put off for 40 ms: about
    every other click would be acknowledged that much later.
    """

    def connect(self) -> asyncio.Future[None] | None:  # type: ignore[override]  # as Jupyter's own
        """Start passing messages on, as Jupyter Server does, without TCP's delay."""
        self.websocket_handler.set_nodelay(True)
        return super().connect()


def answer_promptly(settings: dict[str, Any]) -> None:
    """Use `PromptConnection` in a server's web application, unless another kind was configured."""
    if settings.get(_SETTING) is ZMQChannelsWebsocketConnection:
        settings[_SETTING] = PromptConnection
