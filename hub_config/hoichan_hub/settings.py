"""What an operator can set: ``config.yaml``, checked key by key."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import Field, ValidationError

from hoichan.schema.portal import is_learner_name
from hoichan.schema.text import Bilingual, Lang, Strict

COURSE = "hoichan"
Port = Annotated[int, Field(ge=1, le=65_535)]


class ConfigError(Exception):
    """The hub cannot start as it is set up; ``lines`` tell the operator what to change."""

    def __init__(self, *lines: Bilingual) -> None:
        self.lines = lines
        super().__init__("\n".join(f"{line.vi}\n  {line.en}" for line in lines))


class Web(Strict):
    """Where the hub listens; always on 127.0.0.1 alone."""

    port: Port = 8000


class Course(Strict):
    """Who teaches, and with which pages."""

    instructors: tuple[str, ...] = Field(default=("giangvien",), min_length=1)
    formgrader: bool = True
    allow_draft: bool = False


class Login(Strict):
    """How people sign in."""

    method: Literal["shared-password"] = "shared-password"


class Learners(Strict):
    """What a learner's own notebook server may do. Times in minutes or seconds, sizes in MB."""

    language: Lang = "vi"
    confine: Literal["auto", "always", "never"] = "auto"
    kernel_idle_minutes: int = Field(default=60, ge=0, le=10_080)
    server_idle_minutes: int = Field(default=120, ge=0, le=10_080)
    open_files: int = Field(default=4_096, ge=256, le=1_048_576)
    largest_file_mb: int = Field(default=200, ge=10, le=100_000)
    temporary_mb: int = Field(default=256, ge=16, le=100_000)
    start_seconds: int = Field(default=120, ge=10, le=600)


class Hub(Strict):
    """The hub's own work."""

    simultaneous_starts: int = Field(default=8, ge=1, le=200)
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"


class Settings(Strict):
    """All of ``config.yaml``."""

    web: Web = Web()
    course: Course = Course()
    login: Login = Login()
    learners: Learners = Learners()
    hub: Hub = Hub()


def load_settings(path: Path) -> Settings:
    """Read and check ``config.yaml``; a key that is left out keeps its default.

    Raises:
        ConfigError: unreadable, not YAML, or a key or value that cannot be; it names the key.
    """
    try:
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise _problem(path, f"không đọc được ({reason})", f"cannot be read ({reason})") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        vi, en = (f" gần dòng {mark.line + 1}", f" near line {mark.line + 1}") if mark else ("", "")
        raise _problem(
            path,
            f"không phải YAML đúng{vi}; kiểm tra thụt dòng, dấu hai chấm và dấu ngoặc",
            f"is not proper YAML{en}; check indentation, colons and brackets",
        ) from error
    try:
        settings = Settings.model_validate({} if raw is None else raw)
    except ValidationError as error:
        raise ConfigError(*(_line(path, one) for one in error.errors())) from error
    _check_instructors(path, settings.course.instructors)
    return settings


def _check_instructors(path: Path, names: tuple[str, ...]) -> None:
    for name in names:
        if not is_hub_name(name):
            raise _problem(
                path,
                f"course.instructors: “{name}” không dùng làm tên đăng nhập được; "
                "dùng chữ thường không dấu, chữ số và . _ -",
                f"course.instructors: “{name}” cannot be a user name; "
                "use small letters without accents, digits and . _ -",
            )


def is_hub_name(name: str) -> bool:
    """Whether a name stays the same at sign-in (JupyterHub makes letters small) and as a folder."""
    return name == name.lower() and name.isascii() and is_learner_name(name)


def _problem(path: Path, vi: str, en: str) -> ConfigError:
    return ConfigError(Bilingual(vi=f"{path.name}: {vi}.", en=f"{path.name}: {en}."))


def _line(path: Path, found: Any) -> Bilingual:
    """One of pydantic's findings as a sentence that starts with the key."""
    key = ".".join(str(part) for part in found["loc"]) or path.name
    context = found.get("ctx", {})
    shown = repr(found.get("input"))[:60]
    texts = {
        "extra_forbidden": (
            "không có khoá này; xem lại chính tả",
            "no such key; check the spelling",
        ),
        "literal_error": (
            f"{shown} không được; chọn một trong {context.get('expected')}",
            f"{shown} cannot be; choose one of {context.get('expected')}",
        ),
        "greater_than_equal": (
            f"{shown} quá nhỏ; ít nhất là {context.get('ge')}",
            f"{shown} is too small; at least {context.get('ge')}",
        ),
        "less_than_equal": (
            f"{shown} quá lớn; nhiều nhất là {context.get('le')}",
            f"{shown} is too large; at most {context.get('le')}",
        ),
        "too_short": ("cần ít nhất một mục", "at least one entry is needed"),
    }
    kinds = {
        "int_": ("phải là số nguyên", "must be a whole number"),
        "bool_": ("phải là true hoặc false", "must be true or false"),
        "string_": ("phải là chữ", "must be text"),
        "tuple_": ("phải là danh sách, ví dụ [giangvien]", "must be a list such as [giangvien]"),
        "model_": ("phải là một nhóm khoá (thụt dòng)", "must be a group of keys (indented)"),
    }
    by_kind = next((text for start, text in kinds.items() if found["type"].startswith(start)), None)
    vi, en = texts.get(found["type"]) or by_kind or (found["msg"], found["msg"])
    if by_kind and found["type"] not in texts:
        vi, en = f"{vi}, không phải {shown}", f"{en}, not {shown}"
    return Bilingual(vi=f"{path.name}: {key}: {vi}.", en=f"{path.name}: {key}: {en}.")
