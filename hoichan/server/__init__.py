"""The learner's notebook server: course page, opening and submitting lessons."""

from __future__ import annotations

import os
from typing import Any


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    """Tell Jupyter Server which module to load."""
    return [{"module": "hoichan.server"}]


def _load_jupyter_server_extension(serverapp: Any) -> None:
    """Add the course page and its interface to a running server."""
    from hoichan.server.connection import answer_promptly
    from hoichan.server.handlers import add_handlers
    from hoichan.server.surroundings import Surroundings

    surroundings = Surroundings.from_environment(os.environ, serverapp.root_dir)
    add_handlers(serverapp.web_app, surroundings)
    answer_promptly(serverapp.web_app.settings)
    serverapp.log.info("Hội chẩn: course page at %shoichan/", serverapp.base_url)
