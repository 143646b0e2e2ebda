"""The answers files of a submission: may this one be scored, and if not, why, in plain words."""

from __future__ import annotations

import stat
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from pydantic import ValidationError

from hoichan.schema.documents import MAX_ANSWERS_BYTES, AnswerSheet
from hoichan.schema.exercises.span_critique import SpanCritiquePayload, SpanCritiqueVariant
from hoichan.schema.report import Finding
from hoichan.schema.text import Bilingual
from hoichan.schema.variant import PublicVariant
from hoichan.scoring.score import repeated_names, unknown_names
from hoichan_grader.texts import finding

_PLACES_SHOWN = 3  # of a schema error's path: as much as helps and no more


@dataclass(frozen=True)
class ReadAnswers:
    """What an answers file holds. ``finding`` says why there is no ``sheet``."""

    sheet: AnswerSheet | None
    sha256: str | None = None
    finding: Finding | None = None


def answers_file(folder: Path, task: str) -> Path:
    """Where a task's answers lie in a submission."""
    return folder / "answers" / f"{task}.json"


def read_answers(folder: Path, task: str, title: Bilingual) -> ReadAnswers:
    """Read one task's answers file and check its form; whose it is comes later."""

    def refuse(code: str, digest: str | None = None, **values: int | str) -> ReadAnswers:
        return ReadAnswers(None, digest, finding(code, values, task=task, title=title))

    path = answers_file(folder, task)
    try:
        status = path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return refuse("answers_missing")
    # Links are not followed: they could lead anywhere.
    if not stat.S_ISREG(status.st_mode) or path.parent.is_symlink():
        return refuse("answers_not_a_file")
    if status.st_size > MAX_ANSWERS_BYTES:
        return refuse("answers_too_big", size=status.st_size, limit=MAX_ANSWERS_BYTES)
    data = path.read_bytes()
    digest = sha256(data).hexdigest()
    try:
        sheet = AnswerSheet.model_validate_json(data.decode("utf-8"))
    except UnicodeDecodeError:
        return refuse("answers_not_utf8", digest)
    except ValidationError as reason:
        code, where = _what_is_wrong(reason)
        return refuse(code, digest, where=where)
    return ReadAnswers(sheet, digest)


def _what_is_wrong(reason: ValidationError) -> tuple[str, str]:
    """The finding's code, and the place in the file where it helps."""
    first = reason.errors(include_url=False, include_input=False)[0]
    if first["type"] != "json_invalid":
        where = ".".join(str(part) for part in first["loc"][:_PLACES_SHOWN])
        return "answers_bad_schema", where[:60]
    cut = "EOF" in str(first.get("ctx", {}).get("error", ""))
    return ("answers_truncated" if cut else "answers_not_json"), ""


def check_sheet(sheet: AnswerSheet, variant: PublicVariant) -> Finding | None:
    """Why these answers may not be scored against the learner's own variant; None when they may."""
    return _belongs(sheet, variant) or _known_ids(sheet, variant)


def _say(code: str, variant: PublicVariant, **values: int | str) -> Finding:
    return finding(code, values, task=variant.task, title=variant.title)


def _belongs(sheet: AnswerSheet, variant: PublicVariant) -> Finding | None:
    """Whose answers are these, and to what? The variant id was worked out again, not believed."""
    same = {
        "answers_other_learner": sheet.learner == variant.learner,
        "answers_other_lesson": sheet.lesson == variant.lesson,
        "answers_other_task": sheet.task == variant.task,
        "answers_other_attempt": sheet.attempt == variant.attempt,
        "answers_other_variant": sheet.variant == variant.variant,
        "answers_other_type": sheet.payload.type == variant.type,
    }
    wrong = [code for code, right in same.items() if not right]
    return _say(wrong[0], variant, attempt=sheet.attempt) if wrong else None


def _known_ids(sheet: AnswerSheet, variant: PublicVariant) -> Finding | None:
    """Every answer must be about something that stands in the variant, and about each thing once."""
    unknown = unknown_names(sheet.payload, variant)
    if unknown:
        return _say("answers_unknown_ids", variant, count=len(unknown))
    twice = repeated_names(sheet.payload)
    if twice:
        return _say("answers_duplicate_ids", variant, count=len(twice))
    return None


def remarks(sheet: AnswerSheet, variant: PublicVariant) -> list[Finding]:
    """What does not stop scoring: a selection whose text is not the variant's own."""
    payload = sheet.payload
    if not isinstance(payload, SpanCritiquePayload) or not isinstance(variant, SpanCritiqueVariant):
        return []
    answers = {unit.uid: answer for answer in variant.answers for unit in answer.units}
    differing = 0
    for flag in payload.flags:
        if flag.span is not None:
            text = answers[flag.uid].text(flag.span.lang)
            differing += text[flag.span.start : flag.span.end] != flag.span.quote
    return [_say("answers_quote_differs", variant, count=differing)] if differing else []


def extra_files(folder: Path, lesson: str, tasks: set[str]) -> list[Finding]:
    """Files that belong to no task of the lesson."""
    ours = {f"{lesson}.ipynb", "timestamp.txt", "receipt.json"}
    ours |= {f"{lesson}.ipynb.received", f"{lesson}.sha256.received"}
    ours |= {f"answers/{task}.json" for task in tasks}
    found = [
        path
        for path in folder.rglob("*")
        if not path.is_dir() and path.relative_to(folder).as_posix() not in ours
    ]
    return [finding("answers_extra_files", {"count": len(found)})] if found else []
