"""The page of every exercise type: its example is a good case, and every field of its own is told."""

import re

import pytest

from hoichan.cases.errors import CaseError
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


REFUSED = [  # what the pages say is refused: the edit of the example, and the file that is named
    ("verify_data", "case.yaml", "about: [bcg]", "about: [bcg, xa_vs]", "case.yaml"),
    ("decide_confidence", "vi.md", "### u2.option\n{alos} ngày", "### u2.option\n99 ngày", "en.md"),
    ("decide_confidence", "vi.md", "{tk} giường thực kê", "7 giường thực kê", "en.md"),
    ("prompt_repair", "vi.md", "xét nghiệm trong tháng: {xn}", "xét nghiệm: 9", "en.md"),
    ("prompt_repair", "case.yaml", "  - {id: dinh_dang}", "  - {id: dinh_dang, phi: true}", ".md"),
    ("phi_redact", "case.yaml", "seed: 5150", "seed: 2610", "case.yaml"),
    ("cite_check", "case.yaml", "stale: {ref: HD032", "stale: {ref: HD033", "case.yaml"),
    ("timed_report", "case.yaml", "units: [u3]}", "units: []}", "case.yaml"),
    ("triage_role", "case.yaml", "datasets: [ward_vitals]", "datasets: []", "case.yaml"),
    ("triage_role", "case.yaml", "level: 3, ai: 1", "level: 3, ai: 3", "case.yaml"),
    ("chart_critique", "case.yaml", "axis: {top: 50", "axis: {top: 20", "case.yaml"),
    ("compare_two", "en.md", "See the row of 2025", "See the row of 2024", "en.md"),
    ("code_critique", "case.yaml", "kind: dropped_nan", "kind: leaked_identifier", "case.yaml"),
]


@pytest.mark.parametrize("edit", REFUSED)
def test_what_a_page_says_is_refused_is_refused(repo_root, tmp_path, edit):
    kind, file, old, new, named = edit
    texts = dict(_EXAMPLE.findall(page(repo_root, kind, "vi")))
    assert old in texts[file]
    folder = tmp_path / re.search(r"^id: (\S+)$", texts["case.yaml"], re.MULTILINE)[1]
    folder.mkdir()
    for name, text in (texts | {file: texts[file].replace(old, new)}).items():
        (folder / name).write_text(text, encoding="utf-8")
    with pytest.raises(CaseError) as caught:
        ready_case(folder)
    assert all(problem.line > 0 for problem in caught.value.problems)
    assert any(problem.file.endswith(named) for problem in caught.value.problems), caught.value
