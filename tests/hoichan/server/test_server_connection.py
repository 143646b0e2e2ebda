"""Messages between page and kernel are not held back by TCP."""

from __future__ import annotations

from types import SimpleNamespace

from jupyter_server.gateway.connections import GatewayWebSocketConnection
from jupyter_server.serverapp import ServerApp
from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection

from hoichan.server.connection import PromptConnection, answer_promptly


def test_the_kind_that_jupyter_server_uses_is_replaced_and_no_other():
    app = ServerApp()
    app.gateway_config = SimpleNamespace(gateway_enabled=False)
    stock = {"kernel_websocket_connection_class": app.kernel_websocket_connection_class}
    answer_promptly(stock)
    assert stock["kernel_websocket_connection_class"] is PromptConnection
    configured = {"kernel_websocket_connection_class": GatewayWebSocketConnection}
    answer_promptly(configured)
    assert configured["kernel_websocket_connection_class"] is GatewayWebSocketConnection


def test_the_delay_is_off_before_the_first_message(monkeypatch):
    happened = []
    monkeypatch.setattr(
        ZMQChannelsWebsocketConnection, "connect", lambda self: happened.append("connected")
    )
    page = SimpleNamespace(set_nodelay=happened.append)
    connection = PromptConnection.__new__(PromptConnection)
    monkeypatch.setattr(PromptConnection, "websocket_handler", page)
    connection.connect()
    assert happened == [True, "connected"]
