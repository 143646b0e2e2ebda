"""A portal that is killed at a named step of storing a submission; run by test_portal_crash.py."""

import os
import signal
import sys
from pathlib import Path

from hoichan.schema.site import SitePaths
from hoichan_hub.portal import PortalSettings, durable, submissions
from hoichan_hub.portal.serving import run


def die(*_arguments, **_options):
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    step = sys.argv[2]
    if step == "before_rename":
        fill = durable._fill
        durable._fill = lambda *arguments: (fill(*arguments), die())
    if step == "before_row":
        submissions.SubmissionStore._write_row = die
    run(
        PortalSettings(site=SitePaths(Path(sys.argv[1]))),
        port=0,
        address="127.0.0.1",
        ready=lambda url: print(url, flush=True),
    )
