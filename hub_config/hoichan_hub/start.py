"""Starting the hub and stopping all of it again: hub, proxy, services and learners' servers."""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from hoichan.schema.text import Bilingual
from hoichan_hub import people
from hoichan_hub.apply import readable
from hoichan_hub.confinement import make_confinement, warning
from hoichan_hub.plan import LOOPBACK, HubPlan
from hoichan_hub.proxy import proxy_command
from hoichan_hub.settings import ConfigError

_LOG_KEEPS_BYTES = 10_000_000
_GRACE_SECONDS = 20
_PR_SET_PDEATHSIG, _PR_SET_CHILD_SUBREAPER = 1, 36

Say = Callable[[Bilingual], None]


def run(plan: HubPlan, say: Say) -> int:
    """Run the hub in the foreground until SIGTERM or SIGINT; 0 after a wanted stop.

    Raises:
        ConfigError: the hub cannot start as it is set up; nothing is left running.
    """
    os.umask(0o077)
    with _only_one(plan):
        _check(plan, say)
        return _Supervisor(plan, say).run()


def _check(plan: HubPlan, say: Say) -> None:
    """Find what would stop the hub before it starts, and warn of what would not."""
    people.read_learners(plan.site)
    people.read_or_make_passwords(plan.site)
    proxy_command(plan.config_folder)
    if not plan.site.course.is_dir():
        raise ConfigError(
            Bilingual(
                vi=f"Chưa có thư mục khoá học {plan.site.course}. "
                f"Hãy chạy: hoichan-grade --site {plan.site.root} init",
                en=f"There is no course folder {plan.site.course}. "
                f"Run: hoichan-grade --site {plan.site.root} init",
            )
        )
    limits = plan.settings.learners
    text = warning(make_confinement(plan.site.hub, readable(plan), limits), limits)
    if text is not None:
        say(text)


@contextlib.contextmanager
def _only_one(plan: HubPlan) -> Iterator[None]:
    """Hold the site for this process; ``hub.pid`` says which process it is."""
    plan.site.hub.mkdir(mode=0o700, parents=True, exist_ok=True)
    plan.site.hub.chmod(0o700)
    path = plan.site.hub / "hub.pid"
    with path.open("a+", encoding="utf-8") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            held.seek(0)
            pid = held.read().strip() or "?"
            raise ConfigError(
                Bilingual(
                    vi=f"Hub của thư mục này đang chạy (tiến trình {pid}). Dừng bằng: kill {pid}",
                    en=f"This site's hub is already running (process {pid}). Stop it: kill {pid}",
                )
            ) from None
        held.truncate(0)
        held.write(f"{os.getpid()}\n")
        held.flush()
        yield
        held.truncate(0)


@dataclass
class _Supervisor:
    """Keeps one JupyterHub process company, and leaves nothing of it behind."""

    plan: HubPlan
    say: Say
    stopping: bool = False

    def run(self) -> int:
        """Start JupyterHub, say when it answers, wait for its end, clear up."""
        # Whatever loses its parent below us becomes our child, and so can be found at the end.
        _prctl(_PR_SET_CHILD_SUBREAPER, 1)
        before = {number: signal.signal(number, self._stop) for number in _STOP_SIGNALS}
        log = self._open_log()
        try:
            hub = self._start(log)
            try:
                self._wait_until_ready(hub)
                status = self._wait(hub)
            finally:
                _end_everything(hub)
        finally:
            os.close(log)
            for number, handler in before.items():
                signal.signal(number, handler)
        if self.stopping:
            self.say(Bilingual(vi="Hub đã dừng.", en="The hub has stopped."))
            return 0
        return status or 1

    def _start(self, log: int) -> subprocess.Popen[bytes]:
        config = self.plan.config_folder / "jupyterhub_config.py"
        command = [sys.executable, "-P", "-m", "jupyterhub", "-f", str(config)]
        # One fixed working folder: the hub leaves the process numbers of its helpers there.
        return subprocess.Popen(
            command,
            cwd=self.plan.site.hub,
            env={**os.environ, **self.plan.to_environment()},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,  # Ctrl-C reaches us, and we tell the hub
            preexec_fn=_die_with_parent,  # noqa: PLW1509 - one prctl call, no thread is running
        )

    def _open_log(self) -> int:
        path = self._log_path
        if path.exists() and path.stat().st_size > _LOG_KEEPS_BYTES:
            path.replace(path.with_suffix(".log.1"))
        return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    @property
    def _log_path(self) -> Path:
        return self.plan.site.hub / "hub.log"

    def _wait_until_ready(self, hub: subprocess.Popen[bytes]) -> None:
        # In the order in which they come up, so that the proxy's log is not full of refusals.
        addresses = [
            f"http://{LOOPBACK}:{self.plan.ports.hub}/hub/api/",
            f"{self.plan.portal_url}api/health",
            f"{self.plan.url}hub/api/",
        ]
        while addresses:
            if hub.poll() is not None or self.stopping:
                return
            if _answers(addresses[0]):
                addresses.pop(0)
            else:
                time.sleep(0.2)
        url, secret, log = self.plan.url, people.passwords_file(self.plan.site), self._log_path
        self.say(
            Bilingual(
                vi=f"Hub đã sẵn sàng: {url}  (mật khẩu: {secret}; nhật ký: {log})",
                en=f"The hub is ready: {url}  (passwords: {secret}; log: {log})",
            )
        )

    def _wait(self, hub: subprocess.Popen[bytes]) -> int:
        """Wait for the hub's end; after a wanted stop only as long as is polite."""
        asked: float | None = None
        while True:
            with contextlib.suppress(subprocess.TimeoutExpired):
                status = hub.wait(timeout=0.5)
                if not self.stopping:
                    self._report_failure(status)
                return status
            if self.stopping and asked is None:
                hub.terminate()
                asked = time.monotonic()
            if asked is not None and time.monotonic() - asked > _GRACE_SECONDS:
                return 0

    def _stop(self, number: int, frame: FrameType | None) -> None:
        """SIGTERM, SIGINT, SIGHUP: the loops above see it."""
        self.stopping = True

    def _report_failure(self, status: int) -> None:
        lines = self._log_path.read_text(encoding="utf-8", errors="replace").splitlines()[-15:]
        shown = "\n".join(f"    {line}" for line in lines)
        self.say(
            Bilingual(
                vi=f"Hub dừng bất thường (mã {status}). Cuối nhật ký {self._log_path}:\n{shown}",
                en=f"The hub ended unexpectedly (status {status}); the end of its log is above.",
            )
        )


_STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


def _end_everything(hub: subprocess.Popen[bytes]) -> None:
    """End what is left of the hub and of everything it started; it does not have to answer."""
    if hub.poll() is None:
        hub.kill()
    hub.wait()
    for number, seconds in ((signal.SIGTERM, 5.0), (signal.SIGKILL, 5.0)):
        deadline = time.monotonic() + seconds
        for pid in descendants(os.getpid()):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)
        while descendants(os.getpid()) and time.monotonic() < deadline:
            _reap()
            time.sleep(0.05)


def descendants(pid: int) -> list[int]:
    """All processes that a process started, directly or not; an empty list where there is no /proc."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError, ValueError, IndexError):
            # The name in parentheses may hold anything: "123 (some name) S 45 ...".
            rest = entry.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
            children.setdefault(int(rest[1]), []).append(int(entry.parent.name))
    found: list[int] = []
    waiting = [pid]
    while waiting:
        below = children.get(waiting.pop(), [])
        found += below
        waiting += below
    return found


def _reap() -> None:
    """Take note of children that have ended: adopted ones would stay as zombies."""
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG) != (0, 0):
            pass


def _answers(url: str) -> bool:
    """Whether an address on this machine answers with success."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(url, timeout=5) as reply:
            return int(reply.status) == 200
    except (urllib.error.URLError, OSError):
        return False


def _prctl(option: int, value: int) -> None:
    """Linux only; elsewhere clearing up is a little less thorough."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(option, value, 0, 0, 0)


def _die_with_parent() -> None:
    """In the hub's process: if we are killed hard, the hub gets SIGTERM and clears up itself."""
    _prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
