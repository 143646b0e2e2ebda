"""Interface texts: both languages everywhere, the same placeholders, and every key there is used."""

from __future__ import annotations

import re
import string
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from hoichan.i18n import areas, fill, strings
from hoichan.schema.case import TASK_TYPES, UnitOfMeasure
from hoichan.schema.text import Bilingual, nfc
from hoichan.widgets import base
from hoichan.widgets.base import CritiqueWidget, source, texts

FOLDER = Path(base.__file__).parent
SCRIPTS = [path.relative_to(FOLDER).as_posix() for path in sorted(FOLDER.rglob("*.js"))]
# Keys that a script takes from a variable; whoever adds one says here where its values are checked.
FROM_A_VARIABLE = {
    "key": "the argument of t() itself, in base.js",
    "this.hint": "what the script puts into it: see `hints`",
    "value": "keep, edit, strike in timed_report: tests/browser/test_timed_report_page.py",
}


def widget(kind: str) -> type[CritiqueWidget[Any, Any]]:
    """The widget of an exercise type."""
    found: type[CritiqueWidget[Any, Any]] = import_module(
        f"hoichan.widgets.exercises.{kind}"
    ).Widget
    return found


def first_argument(code: str, start: int) -> str:
    """What stands from ``start`` to the comma or bracket that ends a call's first argument."""
    depth, in_text = 0, False
    for place in range(start, len(code)):
        sign = code[place]
        if sign == '"':
            in_text = not in_text
        elif in_text:
            continue
        elif sign in "([{":
            depth += 1
        elif sign in ")]}" and depth:
            depth -= 1
        elif sign in ")," and not depth:
            return code[start:place]
    raise AssertionError(code[start : start + 40])


def calls(code: str) -> list[str]:
    """First arguments of all calls of ``t(…)``; what they only compare with is left out."""
    found = [first_argument(code, call.end()) for call in re.finditer(r"\bt\(", code)]
    return [re.sub(r'[!=]==?\s*"[^"]*"', "", one) for one in found]


def hints(code: str) -> str:
    """What the script puts into ``this.hint``."""
    return " ".join(re.findall(r"\bthis\.hint = ([^;]+);", code))


def literal_keys(code: str) -> set[str]:
    """Keys that stand in the code as they are."""
    plain = re.sub(r"`[^`]*`", "", " ".join([*calls(code), hints(code)]))
    return {*re.findall(r'"([^"]+)"', plain), *re.findall(r"\btexts\.([a-z_]\w*)", code)}


def composed_keys(code: str) -> set[str]:
    """Keys with a changing part, as regular expressions: `pager.${state}`."""
    templates = re.findall(r"`([^`]*)`", " ".join(calls(code)))
    return {re.sub(r"\\\$\\\{.*?\\\}", r"\\w+", re.escape(one)) for one in templates}


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("area", areas())
def test_both_languages_say_the_same_things(area):
    for key, text in strings(area).items():
        assert text.vi.strip(), key
        assert text.en.strip(), key
        assert fields(text.vi) == fields(text.en), key
        assert (text.vi, text.en) == (nfc(text.vi), nfc(text.en)), key


@pytest.mark.parametrize("kind", TASK_TYPES)
def test_every_text_the_page_asks_for_exists(kind):
    code = str(widget(kind)._esm)
    known = widget(kind)._texts()
    asked = literal_keys(code)
    assert len(asked) > 20
    assert sorted(asked - set(known)) == []
    for pattern in composed_keys(code):
        assert any(re.fullmatch(pattern, key) for key in known), pattern
    from_variables = {one for one in calls(code) if '"' not in one and "`" not in one}
    assert from_variables <= set(FROM_A_VARIABLE)


@pytest.mark.parametrize("kind", TASK_TYPES)
def test_every_text_of_a_type_is_asked_for(kind):
    code = str(widget(kind)._esm)
    patterns = composed_keys(code)
    unused = [
        key
        for key in strings(kind)
        for one in (key.removesuffix(".1"),)  # t() takes `key.1` itself where n is 1
        if f'"{one}"' not in code
        and f"texts.{one}" not in code
        and not any(re.fullmatch(pattern, one) for pattern in patterns)
    ]
    assert unused == []


def test_every_script_belongs_to_a_type_or_to_all():
    loaded = [str(widget(kind)._esm) for kind in TASK_TYPES]
    assert len(SCRIPTS) > len(TASK_TYPES)
    for name in SCRIPTS:
        having = sum(source(name) in code for code in loaded)
        assert having == len(TASK_TYPES) if "/" not in name else having >= 1, name


def test_keys_are_found_however_the_code_names_them():
    code = """t(a === "x" ? "one" : "two", { n }); this.t(`part.${a.b[0] || "any"}.end`); this.t(this.hint);
      this.hint = bad ? "three" : ""; f(this.texts.four); widget.t("five, (six)")"""
    assert literal_keys(code) == {"one", "two", "three", "four", "five, (six)"}
    (pattern,) = composed_keys(code)
    assert re.fullmatch(pattern, "part.any.end")
    assert not re.fullmatch(pattern, "part.end")


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
    for kind in TASK_TYPES:
        code = str(widget(kind)._esm) + str(widget(kind)._css)
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
