"""What the page of a code_critique task shows, as plain values for the template."""

from __future__ import annotations

from dataclasses import dataclass

from hoichan.i18n import strings
from hoichan.schema.exercises.code_critique import (
    BugKind,
    CodeCritiqueKey,
    CodeCritiquePayload,
    CodeCritiqueVariant,
    LineFlag,
    PlantedBug,
    PublicSnippet,
)
from hoichan.schema.report import ScoreReport
from hoichan.schema.text import Lang


@dataclass(frozen=True)
class LineView:
    """One line of code and what became of it."""

    number: int
    code: str
    status: str = "plain"
    sign: str = ""
    said: str = ""
    yours: str = ""
    key: str = ""
    right: str = ""
    result: str = ""
    true_result: str = ""
    why: str = ""
    check: str = ""


@dataclass(frozen=True)
class SnippetView:
    """One snippet."""

    head: str
    badge: str
    prompt: str
    lines: tuple[LineView, ...]
    declared: str
    verdict: str


@dataclass(frozen=True)
class CodePage:
    """All snippets."""

    snippets: tuple[SnippetView, ...]
    summary: str


def page(
    variant: CodeCritiqueVariant,
    lang: Lang,
    payload: CodeCritiquePayload,
    *,
    key: CodeCritiqueKey | None,
    report: ScoreReport | None,
    only: str | None,
) -> CodePage:
    """Collect everything the template prints."""
    views = tuple(
        _snippet(number, snippet, payload, key, lang)
        for number, snippet in enumerate(variant.snippets, start=1)
        if only in (None, snippet.uid)
    )
    summary = ""
    if report is not None and only is None:
        summary = _say(
            "summary",
            lang,
            hits=len(report.hits),
            errors=len(report.hits) + len(report.misses),
            alarms=len(report.false_alarms),
        )
    return CodePage(views, summary)


def _say(name: str, lang: Lang, **values: object) -> str:
    return strings("views")[f"code.{name}"][lang].format(**values)


def _kind(kind: BugKind | None, lang: Lang) -> str:
    return strings("code_critique")[f"kind.{kind or 'none'}"][lang]


def _snippet(
    number: int,
    snippet: PublicSnippet,
    payload: CodeCritiquePayload,
    key: CodeCritiqueKey | None,
    lang: Lang,
) -> SnippetView:
    declared = snippet.uid in payload.no_error
    verdict = ""
    if key is not None:
        clean = snippet.uid in key.clean
        if declared:
            verdict = _say("declared_right" if clean else "declared_wrong", lang)
        elif clean:
            verdict = _say("clean", lang)
    flags = {flag.uid: flag for flag in payload.flags}
    bugs = {bug.uid: bug for bug in key.planted} if key is not None else None
    return SnippetView(
        head=_say("head", lang, n=number, title=snippet.title[lang]),
        badge=strings("widgets")["provenance.generated"][lang],
        prompt=snippet.prompt[lang],
        lines=tuple(
            _line(place, line.code, flags.get(line.uid), bugs, line.uid, lang)
            for place, line in enumerate(snippet.lines, start=1)
        ),
        declared=_say("declared", lang) if declared else "",
        verdict=verdict,
    )


def _line(  # noqa: PLR0917 - one line has so many sides
    number: int,
    code: str,
    flag: LineFlag | None,
    bugs: dict[str, PlantedBug] | None,
    uid: str,
    lang: Lang,
) -> LineView:
    words = strings("views")
    yours = _kind(flag.kind, lang) if flag is not None else ""
    bug = (bugs or {}).get(uid)
    if bug is None:
        if flag is None:
            return LineView(number, code)
        status, sign = ("mark", "⚑") if bugs is None else ("alarm", "!")
        return LineView(number, code, status, sign, words[f"status.{status}"][lang], yours)
    status, sign = ("hit", "✓") if flag is not None else ("miss", "✗")
    return LineView(
        number=number,
        code=code,
        status=status,
        sign=sign,
        said=words[f"status.{status}"][lang],
        yours=yours,
        key=_kind(bug.kind, lang),
        right=bug.true_code,
        result=bug.result,
        true_result=bug.true_result,
        why=bug.why[lang],
        check=bug.check[lang],
    )
