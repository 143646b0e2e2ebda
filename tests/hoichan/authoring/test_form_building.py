"""`hoichan form build`: three cases from one template that differ in nothing but its gaps."""

from __future__ import annotations

import pytest

from hoichan import cli
from hoichan.authoring.forms import form_cases
from hoichan.cases.errors import CaseError

CASE = """\
id: ward-<<form>>
khoa: <<khoa>>
thang: "<<thang>>"
"""
FORMS = """\
a: {khoa: NOI, ten: {vi: "khoa Nội", en: "Medicine"}, thang: "2025-01"}
b: {khoa: NHI, ten: {vi: "khoa Nhi", en: "Paediatrics"}, thang: "2025-02"}
c: {khoa: SAN, ten: {vi: "khoa Sản", en: "Obstetrics"}, thang: "2025-03"}
"""


@pytest.fixture
def template(checkout):
    folder = checkout / "datasets" / "forms" / "ward"
    folder.mkdir(parents=True)
    (folder / "case.yaml").write_text(CASE, encoding="utf-8")
    (folder / "vi.md").write_text("# <<ten>>\n{n} lượt ở <<ten>>.\n", encoding="utf-8")
    (folder / "en.md").write_text("# <<ten>>\n{n} visits in <<ten>>.\n", encoding="utf-8")
    (folder / "forms.yaml").write_text(FORMS, encoding="utf-8")
    return folder


def change(template, old, new, name="forms.yaml"):
    path = template / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def refused(template):
    with pytest.raises(CaseError) as caught:
        form_cases(template, template)
    return [problem.text.en for problem in caught.value.problems]


def test_gaps_are_filled_form_by_form_and_language_by_language(template, checkout):
    made = form_cases(template, checkout / "datasets" / "cases")
    texts = {(path.parent.name, path.name): text for path, text in made.items()}
    assert {folder for folder, _ in texts} == {"ward-a", "ward-b", "ward-c"}
    assert texts["ward-b", "vi.md"] == "# khoa Nhi\n{n} lượt ở khoa Nhi.\n"
    assert texts["ward-b", "en.md"] == "# Paediatrics\n{n} visits in Paediatrics.\n"
    note, *lines = texts["ward-c", "case.yaml"].splitlines()
    assert note.startswith("# Made by")
    assert lines == ["id: ward-c", "khoa: SAN", 'thang: "2025-03"']


def test_a_gap_that_a_form_leaves_open_is_told(template):
    change(template, ', thang: "2025-02"', "")
    assert refused(template) == ["form b: there is nothing to fill <<thang>>."]


def test_a_filling_without_a_gap_is_told(template):
    change(template, "c: {khoa: SAN", "c: {extra: 1, khoa: SAN")
    assert refused(template) == ["form c: <<extra>> is not in case.yaml, vi.md or en.md."]


def test_a_text_in_one_language_alone_is_refused(template):
    change(template, '{vi: "khoa Nhi", en: "Paediatrics"}', '{vi: "khoa Nhi"}')
    assert refused(template)


def test_the_command_writes_the_cases_and_tells_what_was_changed_by_hand(
    template, checkout, monkeypatch, capsys
):
    monkeypatch.chdir(checkout)
    assert cli.main(["form", "build"]) == 0
    written = checkout / "datasets" / "cases" / "ward-a" / "vi.md"
    assert written.read_text(encoding="utf-8").startswith("# khoa Nội")
    assert cli.main(["form", "build", "--check"]) == 0
    written.write_text("# khác\n", encoding="utf-8")
    assert cli.main(["form", "build", "--check"]) == 1
    assert "ward-a/vi.md" in capsys.readouterr().err
    assert written.read_text(encoding="utf-8") == "# khác\n"
    assert cli.main(["form", "build"]) == 0
    assert written.read_text(encoding="utf-8").startswith("# khoa Nội")


def test_nothing_is_written_while_a_template_has_mistakes(template, checkout, monkeypatch, capsys):
    monkeypatch.chdir(checkout)
    change(template, ', thang: "2025-02"', "")
    assert cli.main(["form", "build"]) == 1
    assert "nothing to fill <<thang>>" in capsys.readouterr().err
    assert not (checkout / "datasets" / "cases" / "ward-a").exists()
