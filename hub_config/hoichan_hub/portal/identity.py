"""Who is calling: from a JupyterHub token, a hub cookie (pages only) or the site's token file."""

from __future__ import annotations

import re
from typing import Any, Protocol

from jupyterhub.services.auth import HubOAuth
from tornado.httputil import HTTPServerRequest
from tornado.ioloop import IOLoop
from tornado.web import HTTPError, RequestHandler

from hoichan.schema.portal import Identity, is_learner_name
from hoichan_hub.portal.refusals import RefusedError
from hoichan_hub.portal.settings import INSTRUCTOR_SCOPE, HubConnection, PortalSettings
from hoichan_hub.portal.tokens import TokenFile, token_file

_BEARER = re.compile(r"(?:token|bearer)\s+(\S+)", re.IGNORECASE)
# Seconds that an answer of the hub is believed: as long as a withdrawn token still works here.
_HUB_CACHE_SECONDS = 60


class IdentityCheck(Protocol):
    """Turns what a request carries into the caller's identity."""

    async def by_token(self, request: HTTPServerRequest) -> Identity:
        """The caller by the Authorization header alone.

        Raises:
            RefusedError: ``unauthorized``, ``not_allowed``, ``learner_name``, ``hub_unreachable``.
        """

    async def by_browser(self, handler: RequestHandler) -> Identity | None:
        """The caller of a page, None when the browser has to sign in first."""


def bearer(request: HTTPServerRequest) -> str:
    """The token of the Authorization header.

    Raises:
        RefusedError: ``unauthorized``: there is none.
    """
    match = _BEARER.fullmatch(request.headers.get("Authorization", "").strip())
    if match is None:
        raise RefusedError("unauthorized")
    return match[1]


class TokenFileCheck:
    """Without a hub: the site's own token file."""

    def __init__(self, tokens: TokenFile) -> None:
        self._tokens = tokens

    async def by_token(self, request: HTTPServerRequest) -> Identity:
        """See ``IdentityCheck``."""
        holder = await IOLoop.current().run_in_executor(None, self._tokens.holder, bearer(request))
        if holder is None:
            raise RefusedError("unauthorized")
        return _checked(holder.name, instructor=holder.role == "instructor")

    async def by_browser(self, handler: RequestHandler) -> Identity | None:
        """Pages too need the header: without a hub nobody can sign in with a browser."""
        return await self.by_token(handler.request)


class HubCheck:
    """With a hub: the hub says who holds a token and which groups and scopes they have."""

    def __init__(self, connection: HubConnection, prefix: str, course: str) -> None:
        callback = {"oauth_redirect_uri": connection.callback_url}
        self.auth = HubOAuth(
            api_url=connection.api_url,
            api_token=connection.api_token,
            base_url=prefix,
            hub_prefix=connection.hub_prefix,
            hub_host=connection.hub_host,
            oauth_client_id=connection.client_id,
            access_scopes=set(connection.access_scopes),
            cache_max_age=_HUB_CACHE_SECONDS,
            **(callback if connection.callback_url else {}),
        )
        self._scopes = connection.access_scopes
        self._instructors = f"formgrade-{course}"

    async def by_token(self, request: HTTPServerRequest) -> Identity:
        """See ``IdentityCheck``."""
        token = bearer(request)
        try:
            model = await self.auth.user_for_token(token, sync=False)
        except HTTPError as error:
            raise RefusedError("hub_unreachable") from error
        if not model:
            raise RefusedError("unauthorized")
        return self._identity(model)

    async def by_browser(self, handler: RequestHandler) -> Identity | None:
        """A page's caller by header or by the cookie of the hub's OAuth sign-in."""
        try:
            model = await self.auth.get_user(handler, sync=False)
        except HTTPError as error:
            raise RefusedError("hub_unreachable") from error
        return self._identity(model) if model else None

    def _identity(self, model: dict[str, Any]) -> Identity:
        """Read the hub's description of a token's owner; without access to this service: no."""
        scopes = set(model.get("scopes", ()))
        if not self.auth.check_scopes(set(self._scopes), {"scopes": scopes}):
            raise RefusedError("not_allowed")
        in_group = self._instructors in model.get("groups", ())
        return _checked(model["name"], instructor=in_group or INSTRUCTOR_SCOPE in scopes)


def make_check(settings: PortalSettings) -> IdentityCheck:
    """The check that fits the settings: hub when there is one, else the token file."""
    if settings.hub is not None:
        return HubCheck(settings.hub, settings.prefix, settings.course)
    return TokenFileCheck(TokenFile(token_file(settings.site)))


def _checked(name: str, *, instructor: bool) -> Identity:
    """An identity whose name can safely be a folder's name."""
    if not is_learner_name(name):
        shown = "".join(c if c.isprintable() else "?" for c in name[:120])
        raise RefusedError("learner_name", name=shown)
    return Identity(name=name, instructor=instructor)
