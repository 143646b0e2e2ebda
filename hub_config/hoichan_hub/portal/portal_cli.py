"""``hoichan-hub portal`` and ``hoichan-hub token``."""

from __future__ import annotations

import argparse
import logging
import os
import sys
from pathlib import Path
from typing import Any

from hoichan.schema.site import SitePaths


def register(subparsers: Any) -> None:
    """Add the portal's commands to ``hoichan-hub``."""
    portal = subparsers.add_parser(
        "portal", help="chạy dịch vụ nộp bài / run the submission service"
    )
    portal.add_argument("--site", type=Path, required=True, help="thư mục site / site folder")
    portal.add_argument("--port", type=int, default=None, help="0 = cổng trống / a free port")
    portal.set_defaults(run=run_portal)
    token = subparsers.add_parser("token", help="tạo mã truy cập khi không có hub / make a token")
    token.add_argument("name", help="tên người học hoặc giảng viên / learner or instructor")
    token.add_argument("--site", type=Path, required=True, help="thư mục site / site folder")
    token.add_argument("--instructor", action="store_true", help="quyền giảng viên / as instructor")
    token.set_defaults(run=run_token)


def run_portal(arguments: argparse.Namespace) -> int:
    """Serve until told to stop; under JupyterHub the hub's environment says where and for whom."""
    from hoichan_hub.portal.serving import run
    from hoichan_hub.portal.settings import PortalSettings, SettingsError, service_address

    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(levelname)s %(message)s")
    os.umask(0o077)
    try:
        settings = PortalSettings.from_environment(SitePaths(arguments.site.resolve()), os.environ)
        address, port = service_address(os.environ) or ("127.0.0.1", 0)
        port = port if arguments.port is None else arguments.port
        run(settings, port=port, address=address, ready=_say_ready)
    except (SettingsError, OSError) as error:
        print(f"hoichan-hub portal: {error}", file=sys.stderr)
        return 1
    return 0


def run_token(arguments: argparse.Namespace) -> int:
    """Print a new token, once."""
    from hoichan_hub.portal.settings import SettingsError
    from hoichan_hub.portal.tokens import Role, add_token

    role: Role = "instructor" if arguments.instructor else "learner"
    try:
        print(add_token(SitePaths(arguments.site.resolve()), arguments.name, role))
    except SettingsError as error:
        print(f"hoichan-hub token: {error}", file=sys.stderr)
        return 1
    return 0


def _say_ready(url: str) -> None:
    print(f"Cổng nộp bài / Portal: {url}", flush=True)
