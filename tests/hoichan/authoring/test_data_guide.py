"""The guide to the datasets names what there is: its commands parse, its examples give what they show."""

from __future__ import annotations

import argparse
import doctest
import re
import shlex

import pytest

from hoichan import cli, data
from hoichan.synthesis.publish import build

_BLOCK = re.compile(r"^```(sh|pycon|python)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_ROW = re.compile(r"^\| `(\w+)` \|", re.MULTILINE)
LANGS = ["vi", "en"]


@pytest.fixture(params=LANGS)
def guide(request, repo_root):
    return (repo_root / "docs" / f"data.{request.param}.md").read_text(encoding="utf-8")


def blocks(text, kind):
    return [body for found, body in _BLOCK.findall(text) if found == kind]


def commands(text):
    return [shlex.split(line) for body in blocks(text, "sh") for line in body.splitlines()]


def test_both_guides_show_the_same_code_and_the_same_sections(repo_root):
    vi, en = (
        (repo_root / "docs" / f"data.{lang}.md").read_text(encoding="utf-8") for lang in LANGS
    )
    assert _BLOCK.findall(vi.replace("--lang vi", "--lang en")) == _BLOCK.findall(en)
    assert vi.count("\n## ") == en.count("\n## ")
    assert _ROW.findall(vi) == _ROW.findall(en)


def test_all_twelve_are_named(guide):
    named = _ROW.findall(guide)
    assert len(named) == len(set(named)) == 12
    assert set(data.NAMES) <= set(named)


def test_every_command_exists(guide, repo_root):
    found = commands(guide)
    parser = cli.parser()
    targets = (repo_root / "Makefile").read_text(encoding="utf-8")
    for program, *words in found:
        if program == "make":
            assert re.search(rf"^{words[0]}:", targets, re.MULTILINE), words
            continue
        assert program == "hoichan"
        args = parser.parse_args([word.replace("NAME", "opd_visits") for word in words])
        assert isinstance(args, argparse.Namespace)
    assert {tuple(words[1:3]) for words in found if words[0] == "hoichan"} >= {
        ("data", "list"), ("data", "describe"), ("data", "check"), ("data", "build"),
        ("data", "gallery"),
    }  # fmt: skip


def test_the_examples_give_what_they_show(guide):
    names: dict[str, object] = {}
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    for number, body in enumerate(blocks(guide, "pycon")):
        example = doctest.DocTestParser().get_doctest(body, names, f"block {number}", None, 0)
        runner.run(example, clear_globs=False)
        names.update(example.globs)
    assert runner.summarize(verbose=False).failed == 0
    assert runner.tries > 10


def test_a_build_of_ones_own_loads_as_shown(guide, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    build("ipd_discharges", tmp_path / "build" / "data", scale=2)
    (body,) = blocks(guide, "python")
    seen: dict[str, object] = {}
    exec(body, seen)  # noqa: S102 - the guide's own lines
    assert seen["rows"]["ban_sao"].value_counts().to_dict() == {0: 24_000, 1: 24_000}
    data.forget()
