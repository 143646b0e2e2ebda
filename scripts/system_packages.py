"""Install the system packages that browser tests and confinement need, or say why not.

They come from Debian's (or Ubuntu's) own archive by name; on another system nothing is tried.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


def a_command(*names: str) -> Callable[[], bool]:
    """A test whether one of the commands `names` is on the PATH."""
    return lambda: any(shutil.which(name) for name in names)


def a_font(*patterns: str) -> Callable[[], bool]:
    """A test whether a font file matching one of `patterns` is installed."""
    folders = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))
    return lambda: any(next(d.rglob(p), None) for d in folders if d.is_dir() for p in patterns)


@dataclass(frozen=True)
class SystemPackage:
    """A Debian package, what it is for (vi, en), and how to see that it is there."""

    name: str
    purpose: str
    present: Callable[[], bool]


PACKAGES = (
    SystemPackage(
        "chromium", "kiểm thử giao diện / browser tests", a_command("chromium", "chromium-browser")
    ),
    SystemPackage(
        "fonts-noto-core", "chữ Việt trong ảnh chụp / fonts", a_font("NotoSans-Regular.*")
    ),
    SystemPackage("fonts-noto-color-emoji", "biểu tượng / symbols", a_font("NotoColorEmoji.*")),
    SystemPackage("bubblewrap", "cô lập mã lạ / confinement", a_command("bwrap")),
)


def main() -> int:
    """Install what is missing if we may; else print one line. Never fails the caller."""
    missing = [package for package in PACKAGES if not package.present()]
    if not missing:
        return 0
    names = [package.name for package in missing]
    print(f"Cài gói hệ thống / Installing system packages: {' '.join(names)} …", flush=True)
    reason = install(names)
    still = [package for package in missing if not package.present()]
    if still:
        print(one_line(still, reason or "cài xong vẫn chưa thấy / not found after installing"))
    else:
        print(f"✓ Gói hệ thống / System packages: {' '.join(names)}")
    return 0


def one_line(missing: list[SystemPackage], reason: str) -> str:
    """What to install, what for, and why it could not be done here."""
    names = " ".join(package.name for package in missing)
    purposes = "; ".join(package.purpose for package in missing)
    return (
        f"! Thiếu gói hệ thống / Missing system packages: {names} ({purposes}). "
        f"Lý do / Why: {reason}. Hãy chạy / Run: sudo apt-get install {names}"
    )


def install(names: list[str]) -> str:
    """Install `names` with apt-get; return an empty string, or the reason why it failed."""
    if not shutil.which("apt-get"):
        return "không có apt-get / no apt-get here"
    prefix = privilege()
    if prefix is None:
        return "không có quyền root / neither root nor passwordless sudo"
    quiet = ["-qq", "-o=Dpkg::Use-Pty=0"]
    wanted = [*prefix, "apt-get", "install", "-y", "--no-install-recommends", *quiet, *names]
    # Package lists may be missing or old on a fresh machine: refresh them only when needed.
    if succeeds(wanted) or (succeeds([*prefix, "apt-get", "update", *quiet]) and succeeds(wanted)):
        return ""
    return "apt-get báo lỗi / apt-get failed"


def privilege() -> list[str] | None:
    """How to become root without being asked anything: [] if we are, None if we cannot."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and succeeds(["sudo", "--non-interactive", "true"]):
        return ["sudo", "--non-interactive"]
    return None


def succeeds(command: list[str]) -> bool:
    """Run `command` quietly, never waiting for an answer."""
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    result = subprocess.run(
        command, capture_output=True, stdin=subprocess.DEVNULL, env=env, check=False
    )
    return result.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
