"""One run of the hub: its site, its settings and its ports, handed from ``start`` to JupyterHub."""

from __future__ import annotations

import json
import socket
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from hoichan.schema.site import SitePaths
from hoichan.schema.text import Bilingual
from hoichan_hub.settings import COURSE, ConfigError, Settings, load_settings

LOOPBACK = "127.0.0.1"
_VARIABLE = "HOICHAN_HUB_PLAN"


@dataclass(frozen=True)
class Ports:
    """TCP ports on 127.0.0.1. Browsers use ``web`` alone; the others are between the parts."""

    web: int
    hub: int
    proxy: int
    portal: int
    formgrader: int

    @classmethod
    def free(cls, web: int) -> Ports:
        """``web`` as asked (0: any) and a free port for each of the parts.

        Raises:
            ConfigError: ``web`` is taken.
        """
        # All are held open until the last is found, so that no two are the same.
        held = [_hold(web), *(_hold(0) for _ in range(4))]
        numbers = [holder.getsockname()[1] for holder in held]
        for holder in held:
            holder.close()
        return cls(*numbers)


@dataclass(frozen=True)
class HubPlan:
    """Everything JupyterHub's own configuration is made from. ``config`` is config.yaml's path."""

    site: SitePaths
    config: Path
    settings: Settings
    ports: Ports

    @property
    def config_folder(self) -> Path:
        """Folder of config.yaml, with nbgrader_config.py and the proxy beside it."""
        return self.config.parent

    @property
    def url(self) -> str:
        """What people type into the browser."""
        return f"http://{LOOPBACK}:{self.ports.web}/"

    @property
    def portal_url(self) -> str:
        """The submission service for programs on this machine, past the proxy."""
        return f"http://{LOOPBACK}:{self.ports.portal}/services/portal/"

    @property
    def formgrader_path(self) -> str:
        """The instructors' grading pages, below the hub's address."""
        return f"/services/{COURSE}/"

    def to_environment(self) -> dict[str, str]:
        """Variables with which the JupyterHub process finds this plan again."""
        content = {
            "site": str(self.site.root),
            "config": str(self.config),
            "ports": asdict(self.ports),
        }
        return {_VARIABLE: json.dumps(content)}

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> HubPlan:
        """Read a plan back.

        Raises:
            ConfigError: JupyterHub was not started by ``hoichan-hub start``.
        """
        if _VARIABLE not in environ:
            raise ConfigError(
                Bilingual(
                    vi="Hãy khởi động hub bằng: hoichan-hub start --site THƯ_MỤC",
                    en="Start the hub with: hoichan-hub start --site FOLDER",
                )
            )
        content = json.loads(environ[_VARIABLE])
        config = Path(content["config"])
        return cls(
            site=SitePaths(Path(content["site"])),
            config=config,
            settings=load_settings(config),
            ports=Ports(**content["ports"]),
        )


def _hold(port: int) -> socket.socket:
    holder = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    # As servers do: a port that was closed a moment ago (TIME_WAIT) is free.
    holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        holder.bind((LOOPBACK, port))
        # Without listening a second holder could take the same port.
        holder.listen(1)
    except OSError:
        holder.close()
        raise ConfigError(
            Bilingual(
                vi=f"Cổng {port} đang có chương trình khác dùng. Tắt chương trình đó, hoặc chọn "
                "cổng khác: --port 8010 (--port 0 là cổng trống bất kỳ).",
                en=f"Port {port} is in use by another program. Stop that program, or choose "
                "another port: --port 8010 (--port 0 is any free port).",
            )
        ) from None
    return holder
