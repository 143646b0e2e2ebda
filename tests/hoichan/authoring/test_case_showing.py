"""`hoichan case show`: every published case can be read in either language, with all it holds."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pydantic import BaseModel

from hoichan import cli
from hoichan.authoring import case_outline
from hoichan.authoring.case_page import case_page
from hoichan.cases.library import inspect_case
from hoichan.i18n import strings
from hoichan.schema.case import TASK_TYPES
from hoichan.schema.text import Bilingual

CASES = Path(__file__).parents[3] / "datasets" / "cases"
ONE_OF_EACH = {
    "span_critique": "s1-obstetrics-month",
    "verify_data": "x2-immunization-year",
    "decide_confidence": "x3-immunization-practice",
    "prompt_repair": "x4-practice-emergency-month",
    "phi_redact": "x5-ward-notes-practice",
    "cite_check": "x6-practice-nursing",
    "timed_report": "x7-outpatient-practice",
    "triage_role": "x8-ward-nurse-practice",
    "chart_critique": "x9-practice-clinic",
    "compare_two": "x10-practice-dengue",
    "code_critique": "x11-practice-rate",
}
# Drawing and checking need them; an author finds them in case.yaml.
NOT_SHOWN = {"order", "mark", "style", "open_label", "seed"}


def sentences(value, lang):
    """Every text of a compiled case in one language."""
    if isinstance(value, Bilingual):
        yield value[lang]
    elif isinstance(value, dict):
        for part in value.values():
            yield from sentences(part, lang)
    elif isinstance(value, tuple | list):
        for part in value:
            yield from sentences(part, lang)
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            if name not in NOT_SHOWN:
                yield from sentences(getattr(value, name), lang)


def plain(text):
    """Without brackets that mark errors and identifiers, and without line ends."""
    unmarked = re.sub(r"\[\[(?:[A-Z]+: )?|\]\]", "", text)
    return re.sub(r"\s+", " ", unmarked)


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("kind", TASK_TYPES)
def test_every_text_of_the_case_is_shown(kind, lang):
    case, _problems = inspect_case(CASES / ONE_OF_EACH[kind])
    assert kind in (case.type, "compare_two")
    page = case_page(case, lang)
    shown = plain(page)
    wanted = {plain(text).strip() for text in sentences(case, lang)}
    labels = {text[lang] for text in strings("chart_flaws").values()}
    assert len(wanted) > (1 if kind == "phi_redact" else 5)
    assert [text for text in sorted(wanted - labels) if text not in shown] == []
    assert "Bilingual" not in page
    assert "vi='" not in page
    assert "{'" not in page


@pytest.mark.parametrize("case", sorted(path.parent.name for path in CASES.glob("*/case.yaml")))
def test_every_published_case_can_be_shown(case):
    compiled, problems = inspect_case(CASES / case)
    assert not problems
    for lang in ("vi", "en"):
        page = case_page(compiled, lang)
        assert page.startswith(f"{compiled.title[lang]}  ({case}, v")
        assert page.count("\n") > 15


def page_of(kind, lang="vi"):
    return case_page(inspect_case(CASES / ONE_OF_EACH[kind])[0], lang).split("\n")


def test_a_patient_is_shown_with_signs_levels_and_reasons():
    page = page_of("triage_role")
    start = page.index("  n1")
    assert page[start + 1].startswith("    tình huống: Nam 62 tuổi")
    assert "        Nhịp thở | 20 lần/phút" in page
    assert "    mức AI nêu khi sai: 2" in page
    assert "  bao_bac_si: Báo bác sĩ trực" in page  # one text alone stays on its line
    assert "    level: 0" in page_of("triage_role", "en")


def test_identifiers_stand_in_brackets_behind_their_kind():
    text = "\n".join(page_of("phi_redact"))
    assert "[[NAME: HUỲNH QUANG PHÚC]]" in text
    case, _ = inspect_case(CASES / ONE_OF_EACH["phi_redact"])
    assert text.count("[[") == sum(len(note.identifiers) for note in case.notes)


def test_code_keeps_its_lines_and_codes_are_named_as_learners_read_them():
    page = page_of("code_critique", "en")
    assert "        kind: Missing data dropped" in page
    at = page.index("        result:")
    assert page[at + 1 : at + 3] == ["          gio", "          02:00    0.0"]
    assert "      - flaw: The value axis of a bar chart does not start at 0" in page_of(
        "chart_critique", "en"
    )


def test_questions_and_blocks_stand_below_the_claims():
    page = page_of("decide_confidence")
    assert page.index("Nhận định") < page.index("câu hỏi:")
    page = page_of("prompt_repair")
    assert page.index("Nhận định") < page.index("khối:")
    assert "    sửa được lỗi: u3.w" in page


def test_each_report_of_two_has_its_own_data():
    page = page_of("timed_report")
    assert page.count("  Số liệu") == 2
    assert page.count("  Nhận định") == 2


def test_numbers_are_written_in_the_language():
    assert "        giá trị: 42; 39; 36,5; 31; 28; 25" in page_of("chart_critique")
    assert "        values: 42; 39; 36.5; 31; 28; 25" in page_of("chart_critique", "en")


def test_every_field_has_a_name_and_every_name_a_field(monkeypatch):
    asked = set()
    known = strings("case_fields")

    class Watched(dict):
        def get(self, name):
            asked.add(name)
            return known.get(name)

    def watched(area):
        return Watched() if area == "case_fields" else strings(area)

    monkeypatch.setattr(case_outline, "strings", watched)
    for path in CASES.glob("x*/case.yaml"):
        case_page(inspect_case(path.parent)[0], "vi")
    assert asked == set(known)


def test_what_is_as_usual_is_left_out():
    assert "      NOI: Khoa Nội" in page_of("chart_critique")  # all its reports are in


def test_the_command_prints_it(capsys, repo_root, monkeypatch):
    monkeypatch.chdir(repo_root)
    assert cli.main(["case", "show", "x11-practice-rate", "--lang", "en"]) == 0
    out = capsys.readouterr().out
    assert out.startswith(
        "Missing respiratory rates  (x11-practice-rate, v1, code_critique, draft)"
    )
    assert '"id":' not in out
