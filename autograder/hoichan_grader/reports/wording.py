"""How the reports say things: both languages, each with its own numbers."""

from __future__ import annotations

from html import escape

from IPython.display import HTML, display


def show(html: str) -> None:
    """Put a section into the notebook."""
    display(HTML(html))  # type: ignore[no-untyped-call]


def say(vi: str, en: str, kind: str = "p") -> str:
    """A paragraph (or another element) in each language."""
    return f'<{kind} lang="vi">{escape(vi)}</{kind}><{kind} lang="en">{escape(en)}</{kind}>'


def comma(value: float, decimals: int = 1) -> str:
    """A number as Vietnamese writes it."""
    return f"{value:.{decimals}f}".replace(".", ",").replace("-", "−")


def whole(value: int) -> str:
    """A whole number as Vietnamese writes it."""
    return f"{value:,}".replace(",", ".")
