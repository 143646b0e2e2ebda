"""``hoichan-hub``: the commands of whoever runs the hub."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from hoichan_hub import start_cli
from hoichan_hub.portal import portal_cli


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 when it did what it should."""
    parser = argparse.ArgumentParser(
        prog="hoichan-hub", description="Vận hành hub Hội chẩn / Run the Hội chẩn hub"
    )
    subparsers = parser.add_subparsers(required=True, metavar="LỆNH/COMMAND")
    start_cli.register(subparsers)
    portal_cli.register(subparsers)
    parsed = parser.parse_args(arguments)
    return int(parsed.run(parsed))
