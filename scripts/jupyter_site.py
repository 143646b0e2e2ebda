"""A Jupyter server of its own on one folder, without a hub: for tests, pictures and benchmarks."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

START_SECONDS = 120
STOP_SECONDS = 30
# The same notebook in Notebook 7 and in JupyterLab.
PLACES = {"notebook": "notebooks", "lab": "lab/tree"}


@dataclass(frozen=True)
class JupyterSite:
    """A running server; ``url`` ends with a slash, ``token`` opens it."""

    url: str
    token: str
    root: Path

    def address(self, place: str, path: str) -> str:
        """Where the notebook at ``path`` (below the root) opens in ``place`` of `PLACES`."""
        return f"{self.url}{PLACES[place]}/{path}?token={self.token}"


@contextmanager
def running_jupyter(root: Path) -> Iterator[JupyterSite]:
    """Serve ``root`` on a free port of 127.0.0.1 until the block ends.

    Nothing of the user's own Jupyter is read or written. RuntimeError with what the server printed
    when it does not start within two minutes.
    """
    # Short on purpose: sockets of kernels lie below, and their paths may have 107 bytes.
    with TemporaryDirectory(prefix="hc-") as name:
        own = Path(name)
        printed = own / "printed"
        command = [
            str(Path(sys.executable).parent / "jupyter-lab"),
            "--no-browser",
            "--allow-root",
            "--ServerApp.ip=127.0.0.1",
            "--ServerApp.port=0",
            f"--ServerApp.root_dir={root}",
            "--ServerApp.jpserver_extensions={'notebook': True}",
        ]
        with printed.open("wb") as out:
            process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=out, stderr=out, env=_environment(own)
            )
        try:
            yield _wait(process, own, root, printed)
        finally:
            process.terminate()
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _environment(own: Path) -> dict[str, str]:
    environ = {k: v for k, v in os.environ.items() if not k.startswith(("HOICHAN_", "JUPYTER"))}
    for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR"):
        environ[name] = str(own / name.lower())
    for name in ("SETTINGS", "WORKSPACES"):
        environ[f"JUPYTERLAB_{name}_DIR"] = str(own / name.lower())
    return environ


def _wait(process: subprocess.Popen[bytes], own: Path, root: Path, printed: Path) -> JupyterSite:
    # The server writes down where it can be reached when it has found a free port.
    noted = own / "jupyter_runtime_dir" / f"jpserver-{process.pid}.json"
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            about = json.loads(noted.read_text(encoding="utf-8"))
        except (FileNotFoundError, json.JSONDecodeError):  # not yet, or half written
            time.sleep(0.1)
            continue
        return JupyterSite(url=str(about["url"]), token=str(about["token"]), root=root)
    said = printed.read_text(encoding="utf-8", errors="replace")
    raise RuntimeError(f"the Jupyter server did not start:\n{said[-4000:]}")
