"""How one portal is set up: its site folder, its limits, and its JupyterHub if it has one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from hoichan.schema.portal import MAX_SUBMISSION_BYTES, MAX_SUBMISSION_FILES
from hoichan.schema.site import SitePaths

COURSE = "hoichan"
# A role with this scope makes its holders (services too) instructors, beside the course's group.
INSTRUCTOR_SCOPE = "custom:hoichan:instructor"


class SettingsError(ValueError):
    """The surroundings do not say enough to start; for the operator."""


@dataclass(frozen=True)
class Limits:
    """Bounds of one submission (bytes, files) and of one learner's submissions of a lesson."""

    total_bytes: int = MAX_SUBMISSION_BYTES
    files: int = MAX_SUBMISSION_FILES
    submissions: int = 200

    @property
    def body_bytes(self) -> int:
        """Largest request body that is read at all: the total in base64, with room to explain."""
        return self.total_bytes * 3 // 2 + 65_536


@dataclass(frozen=True)
class HubConnection:
    """What a hub-managed service is told about its JupyterHub."""

    api_url: str
    api_token: str = field(repr=False)
    client_id: str
    access_scopes: frozenset[str]
    hub_prefix: str = "/hub/"
    hub_host: str = ""
    callback_url: str = ""

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> HubConnection | None:
        """Read the variables that JupyterHub gives its services; None outside a hub.

        Raises:
            SettingsError: the hub's variables are there in part only.
        """
        token = environ.get("JUPYTERHUB_API_TOKEN", "")
        service = environ.get("JUPYTERHUB_SERVICE_NAME", "")
        if not service:
            return None
        missing = [name for name in ("JUPYTERHUB_API_TOKEN", "JUPYTERHUB_API_URL",
                                     "JUPYTERHUB_CLIENT_ID") if not environ.get(name)]  # fmt: skip
        if missing:
            msg = (
                f"Dịch vụ JupyterHub “{service}” thiếu biến: {', '.join(missing)}. / "
                f"JupyterHub service “{service}” lacks: {', '.join(missing)}."
            )
            raise SettingsError(msg)
        scopes = environ.get("JUPYTERHUB_OAUTH_ACCESS_SCOPES", "")
        named = json.loads(scopes) if scopes else [f"access:services!service={service}"]
        return cls(
            api_url=environ["JUPYTERHUB_API_URL"],
            api_token=token,
            client_id=environ["JUPYTERHUB_CLIENT_ID"],
            access_scopes=frozenset(named),
            hub_prefix=environ.get("JUPYTERHUB_BASE_URL", "/").rstrip("/") + "/hub/",
            hub_host=environ.get("JUPYTERHUB_HOST", ""),
            callback_url=environ.get("JUPYTERHUB_OAUTH_CALLBACK_URL", ""),
        )


@dataclass(frozen=True)
class PortalSettings:
    """One portal: a site folder, the address prefix, the course and who checks tokens.

    Without ``hub``, tokens are looked up in the site's token file.
    """

    site: SitePaths
    prefix: str = "/"
    course: str = COURSE
    hub: HubConnection | None = None
    limits: Limits = Limits()
    database_url: str | None = None

    @property
    def database(self) -> str:
        """SQLAlchemy URL of the receipts' database; SQLite below the site unless set."""
        return self.database_url or f"sqlite:///{self.site.portal / 'portal.sqlite'}"

    @classmethod
    def from_environment(cls, site: SitePaths, environ: Mapping[str, str]) -> PortalSettings:
        """Settings of a service that JupyterHub started, or of a stand-alone portal."""
        return cls(
            site=site,
            prefix=environ.get("JUPYTERHUB_SERVICE_PREFIX", "/"),
            hub=HubConnection.from_environment(environ),
        )


def service_address(environ: Mapping[str, str]) -> tuple[str, int] | None:
    """Host and port that JupyterHub wants its service at, None when it does not say."""
    url = environ.get("JUPYTERHUB_SERVICE_URL", "")
    parts = urlsplit(url)
    if parts.hostname is None or parts.port is None:
        return None
    return parts.hostname, parts.port
