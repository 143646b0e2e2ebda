"""The page of every exercise type: its example is a good case, and every field of its own is told."""

import re

import pytest

from hoichan.cases.library import ready_case
from hoichan.cases.spec import CaseSpec, SpecHead
from hoichan.schema.case import TASK_TYPES
from hoichan.schema.exercises import module_of
from hoichan.schema.text import LANGS

TYPES = [kind for kind in TASK_TYPES if kind != "span_critique"]  # its example: the guide itself
_EXAMPLE = re.compile(r"^```(?:yaml|markdown) (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\(([^)\s]+)\)")


def page(repo_root, kind, lang):
    return (repo_root / "docs" / "authoring" / f"{kind}.{lang}.md").read_text(encoding="utf-8")


def fields(model):
    """Names of all fields, those of parts included."""
    schema = model.model_json_schema()
    parts = [schema, *schema.get("$defs", {}).values()]
    return {name for part in parts for name in part.get("properties", {})}


@pytest.mark.parametrize("kind", TYPES)
def test_the_example_of_a_type_passes_the_check(repo_root, tmp_path, kind):
    vi, en = (dict(_EXAMPLE.findall(page(repo_root, kind, lang))) for lang in LANGS)
    assert vi == en
    assert set(vi) == {"case.yaml", "vi.md", "en.md"}
    folder = tmp_path / re.search(r"^id: (\S+)$", vi["case.yaml"], re.MULTILINE)[1]
    folder.mkdir()
    for name, text in vi.items():
        (folder / name).write_text(text, encoding="utf-8")
    assert ready_case(folder).type == kind


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("kind", TYPES)
def test_every_field_of_a_type_is_told(repo_root, kind, lang):
    model = module_of("cases", kind).SPEC
    known = fields(CaseSpec if issubclass(model, CaseSpec) else SpecHead)
    prose = _FENCED.sub("", page(repo_root, kind, lang))
    told = set(re.findall(r"\w+", " ".join(re.findall(r"`([^`]+)`", prose))))
    assert fields(model) - known - {"id"} <= told


def anchors(text):
    """Names that a heading gets where Markdown pages are shown."""
    headings = re.findall(r"^#+ (.+)$", _FENCED.sub("", text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in headings}


def test_links_between_pages_lead_somewhere(repo_root):
    for path in sorted((repo_root / "docs").rglob("*.md")):
        for target in _LINK.findall(_FENCED.sub("", path.read_text(encoding="utf-8"))):
            if target.startswith(("http:", "https:", "mailto:")):
                continue
            name, _, anchor = target.partition("#")
            aim = (path.parent / name).resolve() if name else path
            assert aim.exists(), f"{path.name}: {target}"
            if anchor and aim.suffix == ".md":
                assert anchor in anchors(aim.read_text(encoding="utf-8")), f"{path.name}: {target}"
