"""Interface texts: both languages everywhere, the same placeholders, and every key there is used."""

from __future__ import annotations

import re
import string

import pytest

from hoichan.i18n import areas, fill, strings
from hoichan.schema.case import TASK_TYPES, UnitOfMeasure
from hoichan.schema.text import Bilingual, nfc
from hoichan.widgets.base import source, texts
from hoichan.widgets.exercises.span_critique import Widget as SpanCritique
from hoichan.widgets.exercises.verify_data import Widget as VerifyData


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("area", areas())
def test_both_languages_say_the_same_things(area):
    for key, text in strings(area).items():
        assert text.vi.strip(), key
        assert text.en.strip(), key
        assert fields(text.vi) == fields(text.en), key
        assert (text.vi, text.en) == (nfc(text.vi), nfc(text.en)), key


@pytest.mark.parametrize("kind", [SpanCritique, VerifyData])
def test_every_text_the_page_asks_for_exists(kind):
    code = kind._esm if isinstance(kind._esm, str) else str(kind._esm)
    asked = set(re.findall(r"this\.t\(\s*\"([a-z_.0-9]+)\"", code))
    assert len(asked) > 20
    known = kind._texts()
    assert asked <= set(known)


def test_every_unit_of_measure_has_a_name():
    from typing import get_args

    assert set(strings("units")) == set(get_args(UnitOfMeasure))


def test_fill_gives_each_language_its_own_words():
    text = fill(
        Bilingual(vi="Có {n} {what}", en="{n} {what}"), n=2, what=Bilingual(vi="ca", en="cases")
    )
    assert (text.vi, text.en) == ("Có 2 ca", "2 cases")


def test_later_areas_win_and_sources_are_joined():
    assert (
        texts("widgets", "span_critique")["next"] == strings("span_critique")["next"].model_dump()
    )
    joined = source("dom.js", "queue.js")
    assert joined.index("function morph") < joined.index("class Queue")


def test_nothing_of_the_widgets_parses_html_or_asks_the_network():
    for kind in (SpanCritique, VerifyData):
        code = str(kind._esm) + str(kind._css)
        for banned in (
            "outerHTML",
            "insertAdjacentHTML",
            "document.write",
            "eval(",
            "fetch(",
            "import(",
            "@import",
            "url(",
        ):
            assert banned not in code, banned
        assert "http" not in code.replace("http://www.w3.org/2000/svg", "")
        # One place puts HTML on the page: practice feedback, which Python rendered and escaped.
        assert code.count("innerHTML") == 1


@pytest.mark.parametrize("kind", TASK_TYPES)
def test_a_types_own_rules_name_the_type(kind):
    # Several kinds of tasks stand on one lesson page, and each brings the shared rules anew: own
    # rules have to win by what they name, not by coming last.
    css = source(f"exercises/{kind}.css")
    bare = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    selectors = re.findall(r"(?:^|[{}])\s*([^{}@]+?)\s*(?=\{)", bare)
    assert selectors
    for selector in selectors:
        for part in re.split(r",(?![^(]*\))", selector):
            name = part.strip()
            if not re.fullmatch(r"from|to|\d+%", name):
                assert name.startswith(f".hoichan-widget.hc-{kind}"), name
