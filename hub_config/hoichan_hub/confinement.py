"""Shutting a learner's notebook server in with bubblewrap: it sees its home and what it runs on.

Network is shared, because the hub has to reach the server; what else listens on this machine asks
for a token. Memory is not bounded here.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import hoichan
from hoichan.schema.text import Bilingual
from hoichan_hub.settings import ConfigError, Learners

# The account inside. nbgrader asks the hub for the user's name only when the account is "jovyan".
_UID = 1000
_PASSWD = f"jovyan:x:{_UID}:{_UID}::/tmp:/bin/sh\n"
_GROUP = f"jovyan:x:{_UID}:\n"
_ETC = (
    "alternatives", "fonts", "hosts", "ld.so.cache", "localtime", "mime.types", "nsswitch.conf",
    "ssl/certs",
)  # fmt: skip
# What a dataset consists of. Beside it lie its truths, the answers to tasks, which learners must not see.
_DATASET_FILES = (".csv", ".csv.gz", "/datapackage.json")
_TEST_SECONDS = 20


@dataclass(frozen=True)
class Confinement:
    """How to shut a server in. ``readable`` are files and folders it may read beside the system."""

    bwrap: str
    prlimit: str | None
    account: Path
    readable: tuple[Path, ...]
    limits: Learners

    def command(self, home: Path, inside: list[str]) -> list[str]:
        """``inside`` run in a sandbox with ``home`` as the only folder that keeps what is written."""
        return [*self._limits(), *self._sandbox(), *self._home(home), "--", *inside]

    def works(self) -> bool:
        """Whether a sandbox can be made here at all; some machines forbid user namespaces."""
        # Not into a pipe: whatever goes wrong inside, this must not wait for it.
        test = [*self._limits(), *self._sandbox(), "--", sys.executable, "-c", "import ssl"]
        try:
            done = subprocess.run(
                test, check=False, timeout=_TEST_SECONDS,
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            )  # fmt: skip
        except (OSError, subprocess.TimeoutExpired):
            return False
        return done.returncode == 0

    def _limits(self) -> list[str]:
        if self.prlimit is None:
            return []
        size = self.limits.largest_file_mb * 1_000_000
        return [self.prlimit, f"--nofile={self.limits.open_files}", "--core=0", f"--fsize={size}"]

    def _sandbox(self) -> list[str]:
        words = [
            self.bwrap, "--unshare-user", "--uid", str(_UID), "--gid", str(_UID),
            "--disable-userns", "--cap-drop", "ALL",
            "--unshare-pid", "--unshare-ipc", "--unshare-uts", "--hostname", "hoichan",
            "--die-with-parent", "--new-session", "--ro-bind", "/usr", "/usr",
        ]  # fmt: skip
        for name in ("bin", "sbin", "lib", "lib32", "lib64"):
            words += _system_folder(Path("/", name))
        for name in _ETC:
            words += ["--ro-bind-try", f"/etc/{name}", f"/etc/{name}"]
        for name in ("passwd", "group"):
            words += ["--ro-bind", str(self.account / name), f"/etc/{name}"]
        size = str(self.limits.temporary_mb * 1_000_000)
        # Before the folders below, of which some may lie in /tmp.
        words += ["--proc", "/proc", "--dev", "/dev", "--tmpfs", "/run"]
        words += ["--size", size, "--tmpfs", "/tmp"]  # noqa: S108 - the sandbox's own
        for path in self.readable:
            words += ["--ro-bind", str(path), str(path)]
        return words

    def _home(self, home: Path) -> list[str]:
        # Last: the sandbox's own root, on which the folders above were mounted, takes no files.
        return ["--bind", str(home), str(home), "--remount-ro", "/", "--chdir", str(home)]


def make_confinement(
    hub_folder: Path, extra: tuple[Path, ...], limits: Learners
) -> Confinement | None:
    """The confinement for this machine, None when bubblewrap is missing or may not run.

    ``hub_folder`` takes the files of the account inside; ``extra`` is what else may be read.

    Raises:
        ConfigError: ``learners.confine`` is ``always`` and it cannot be.
    """
    if limits.confine == "never":
        return None
    bwrap = shutil.which("bwrap")
    if bwrap:
        confinement = Confinement(
            bwrap=bwrap,
            prlimit=shutil.which("prlimit"),
            account=_write_account(hub_folder / "account"),
            readable=(*_own_code(), *extra),
            limits=limits,
        )
        if confinement.works():
            return confinement
    if limits.confine == "always":
        raise ConfigError(
            Bilingual(
                vi="learners.confine là always nhưng bubblewrap (bwrap) không chạy được ở đây. "
                "Hãy cài gói bubblewrap, hoặc đặt learners.confine: auto.",
                en="learners.confine is always, but bubblewrap (bwrap) does not work here. "
                "Install the package bubblewrap, or set learners.confine: auto.",
            )
        )
    return None


def warning(confinement: Confinement | None, limits: Learners) -> Bilingual | None:
    """What to tell the operator when learners' servers are not shut in."""
    if confinement is not None or limits.confine == "never":
        return None
    return Bilingual(
        vi="CẢNH BÁO: bubblewrap (bwrap) không chạy được nên máy chủ của người học KHÔNG bị nhốt: "
        "mã của họ đọc được khoá chấm và bài của người khác. Chỉ dùng để thử một mình.",
        en="WARNING: bubblewrap (bwrap) does not work, so learners' servers are NOT shut in: their "
        "code can read keys and other people's work. For trying out alone only.",
    )


def _own_code() -> tuple[Path, ...]:
    """Interpreter, installed packages, the learner's library and the tables without the truths."""
    venv, base = Path(sys.prefix), Path(sys.base_prefix)
    package = Path(hoichan.__file__).parent
    tables = package.parent / "datasets" / "tables"
    data = (path for path in sorted(tables.glob("*/*")) if path.as_posix().endswith(_DATASET_FILES))
    wanted = [base, venv, package, *data]
    kept: list[Path] = []
    for path in wanted:
        known = [Path("/usr"), *kept]
        if not any(path == one or path.is_relative_to(one) for one in known):
            kept.append(path)
    return tuple(kept)


def _system_folder(path: Path) -> list[str]:
    """``/bin`` and its like: a link into /usr on most systems, a folder on others."""
    if path.is_symlink():
        return ["--symlink", str(path.readlink()), str(path)]
    return ["--ro-bind", str(path), str(path)] if path.is_dir() else []


def _write_account(folder: Path) -> Path:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    (folder / "passwd").write_text(_PASSWD, encoding="utf-8")
    (folder / "group").write_text(_GROUP, encoding="utf-8")
    return folder
