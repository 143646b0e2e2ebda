"""``hoichan-hub start``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from hoichan.schema.site import SitePaths
from hoichan.schema.text import Bilingual


def register(subparsers: Any) -> None:
    """Add the command to ``hoichan-hub``."""
    start = subparsers.add_parser("start", help="chạy hub / run the hub")
    start.add_argument("--site", type=Path, required=True, help="thư mục site / site folder")
    start.add_argument(
        "--port", type=int, default=None, help="thay cho web.port; 0 = cổng trống / a free port"
    )
    start.add_argument(
        "--config", type=Path, default=None, help="tệp config.yaml khác / another config.yaml"
    )
    start.set_defaults(run=run_start)


def run_start(arguments: argparse.Namespace) -> int:
    """Run the hub until it is stopped; 1 with a sentence when it cannot start."""
    from hoichan_hub.plan import HubPlan, Ports
    from hoichan_hub.settings import ConfigError, load_settings
    from hoichan_hub.start import run

    config = (arguments.config or _default_config()).resolve()
    try:
        settings = load_settings(config)
        port = settings.web.port if arguments.port is None else arguments.port
        site = SitePaths(arguments.site.resolve())
        return run(HubPlan(site, config, settings, Ports.free(port)), _say)
    except ConfigError as error:
        print(error, file=sys.stderr)
        return 1


def _default_config() -> Path:
    """``config.yaml`` beside this package in the repository."""
    return Path(__file__).resolve().parent.parent / "config.yaml"


def _say(text: Bilingual) -> None:
    print(f"{text.vi}\n  {text.en}", flush=True)
