"""Where a learner's server runs: whose home, which portal, and below which hub."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from hoichan.portal_client import PortalClient
from hoichan.schema.text import Lang


@dataclass(frozen=True)
class Surroundings:
    """What the handlers need to know. Addresses are paths for the browser, None without a hub."""

    home: Path
    connect: Callable[[], PortalClient]
    first_lang: Lang = "vi"
    user: str = ""
    portal_pages: str | None = None
    formgrader: str | None = None
    sign_out: str | None = None

    @classmethod
    def from_environment(cls, environ: Mapping[str, str], root: str) -> Surroundings:
        """Read what the hub (or whoever started the server) has set; ``root`` is the home."""
        kept = dict(environ)
        with_hub = "JUPYTERHUB_SERVICE_PREFIX" in kept
        base = kept.get("JUPYTERHUB_BASE_URL", "/").rstrip("/")
        return cls(
            home=Path(root),
            connect=lambda: PortalClient.from_environment(kept),
            first_lang="en" if kept.get("HOICHAN_LANG") == "en" else "vi",
            user=kept.get("JUPYTERHUB_USER", ""),
            portal_pages=f"{base}/services/portal/" if with_hub else None,
            formgrader=f"{base}/services/hoichan/formgrader" if with_hub else None,
            sign_out=f"{base}/hub/logout" if with_hub else None,
        )
