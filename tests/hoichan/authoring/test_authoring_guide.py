"""The example of the authors' guide is a good case, the same in both guides."""

import re

import pytest

from hoichan.cases.library import ready_case

_BLOCK = re.compile(r"^```(?:yaml|markdown) (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def example(repo_root, lang):
    text = (repo_root / "docs" / f"authoring.{lang}.md").read_text(encoding="utf-8")
    return dict(_BLOCK.findall(text))


def test_both_guides_show_the_same_example(repo_root):
    assert example(repo_root, "vi") == example(repo_root, "en")
    assert set(example(repo_root, "vi")) == {"case.yaml", "vi.md", "en.md"}


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_example_passes_the_check(repo_root, tmp_path, lang):
    folder = tmp_path / "vi-du-nhi"
    folder.mkdir()
    for name, text in example(repo_root, lang).items():
        (folder / name).write_text(text, encoding="utf-8")
    assert ready_case(folder).id == "vi-du-nhi"


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_guide_names_what_there_is(repo_root, lang):
    text = (repo_root / "docs" / f"authoring.{lang}.md").read_text(encoding="utf-8")
    for words in (
        "hoichan case check",
        "hoichan case show",
        "hoichan lesson build",
        "hoichan check",
    ):
        assert words in text
    assert (repo_root / "datasets" / "tables" / "MEASURES.md").is_file()
