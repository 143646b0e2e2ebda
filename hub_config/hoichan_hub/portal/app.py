"""The tornado application: addresses, and nothing that JupyterHub or a site has not been asked."""

from __future__ import annotations

import logging
import secrets
from concurrent.futures import ThreadPoolExecutor

from tornado.web import Application, RequestHandler

from hoichan.cases.variant import make_variant
from hoichan_hub.portal import datasets, handlers, pages
from hoichan_hub.portal.identity import HubCheck, make_check
from hoichan_hub.portal.service import PortalService
from hoichan_hub.portal.settings import PortalSettings
from hoichan_hub.portal.variants import MakeVariant

_log = logging.getLogger("hoichan_hub.portal.access")
_LESSON = r"(?P<lesson>[a-z][a-z0-9_]{0,63})"
_RECEIPT = r"(?P<receipt>\d{8}-\d{6}-[0-9a-z]{8})"
_LEARNER = r"(?P<learner>[^/]+)"
_PAGE = r"(?P<page>[a-z.]{1,32})"
_FILE = r"(?P<dataset>[a-z][a-z0-9_]{0,63})/(?P<file>[A-Za-z0-9_.]{1,80})"
_THREADS = 4


def make_app(settings: PortalSettings, variants: MakeVariant = make_variant) -> Application:
    """The portal of a site as a tornado application; ``close_app`` lets go of the site.

    Opening repairs what a crash left behind. ``variants`` is only given by tests.

    Raises:
        SettingsError: the site cannot be used, for example because another portal runs on it.
    """
    service = PortalService(settings, variants)
    check = make_check(settings)
    shared = {"service": service, "check": check}
    prefix = "/" + settings.prefix.strip("/")
    prefix = prefix if prefix.endswith("/") else prefix + "/"
    routes: list[tuple[str, type[RequestHandler], dict[str, object]]] = [
        (rf"{prefix}api/health", handlers.HealthHandler, dict(shared)),
        (rf"{prefix}api/me", handlers.MeHandler, dict(shared)),
        (rf"{prefix}api/lessons", handlers.LessonsHandler, dict(shared)),
        (rf"{prefix}api/lessons/{_LESSON}/files", handlers.LessonFilesHandler, dict(shared)),
        (rf"{prefix}api/lessons/{_LESSON}/submissions", handlers.SubmissionsHandler, dict(shared)),
        (rf"{prefix}api/lessons/{_LESSON}/receipts", handlers.ReceiptsHandler, dict(shared)),
        (rf"{prefix}api/lessons/{_LESSON}/release", handlers.ReleaseHandler, dict(shared)),
        (rf"{prefix}api/submissions/{_RECEIPT}/files", handlers.SubmissionFilesHandler,
         dict(shared)),
        (rf"{prefix}feedback/{_LESSON}", pages.FeedbackHandler, dict(shared)),
        (rf"{prefix}feedback/{_LESSON}/{_LEARNER}", pages.FeedbackHandler, dict(shared)),
        (rf"{prefix}report/{_LESSON}", pages.ReportHandler, dict(shared)),
        (rf"{prefix}datasets/?", datasets.DatasetsHandler, dict(shared)),
        (rf"{prefix}datasets/gallery/{_PAGE}", datasets.GalleryHandler, dict(shared)),
        (rf"{prefix}datasets/tables/{_FILE}", datasets.DatasetFileHandler, dict(shared)),
    ]  # fmt: skip
    if isinstance(check, HubCheck):
        routes.append((rf"{prefix}oauth_callback", pages.SignInHandler, {"check": check}))
    return Application(
        routes,
        default_handler_class=handlers.MissingHandler,
        default_handler_args=dict(shared),
        log_function=_log_request,
        # Pages are GET only and the API takes no cookie: there is no form to protect. This
        # refuses what a browser sends from elsewhere all the same.
        cross_origin_protection=True,
        # Signs the hub's sign-in cookies; after a restart browsers sign in again by themselves.
        cookie_secret=secrets.token_bytes(32),
        executor=ThreadPoolExecutor(_THREADS, thread_name_prefix="portal"),
        portal_service=service,
        portal_settings=settings,
    )


def close_app(app: Application) -> None:
    """Finish running work and let go of the site's database and lock."""
    app.settings["executor"].shutdown(wait=True)
    app.settings["portal_service"].close()


def _log_request(handler: RequestHandler) -> None:
    """One line a request: no query (a sign-in code may stand there), no headers, no content."""
    request = handler.request
    milliseconds = 1000 * request.request_time()
    status = handler.get_status()
    _log.info("%d %s %s %.0f ms", status, request.method, request.path, milliseconds)
