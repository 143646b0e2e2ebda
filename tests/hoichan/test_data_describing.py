"""``describe``: dictionary, picture and open questions, for a notebook and for a terminal."""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import xml.etree.ElementTree as ET

import matplotlib as mpl
import pytest

from hoichan import data
from hoichan.authoring import describe_cli
from hoichan.data import catalog, pictures
from hoichan.data.describing import describe, words
from hoichan.data.dictionary import dictionary, expert_label, unit_label
from hoichan.data.plain_text import as_text
from hoichan.i18n import strings
from sample_dataset import NAME, PUBLISHED, picture, write_dataset

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def tiny(tmp_path, monkeypatch):
    """A root with the dataset of two tables, which has a picture."""
    for name, its in PUBLISHED.items():
        monkeypatch.setitem(catalog.TABLES, name, its)
    monkeypatch.setitem(pictures.PICTURES, NAME, picture())
    write_dataset(tmp_path)
    return tmp_path


@pytest.fixture
def no_picture(monkeypatch):
    monkeypatch.delitem(pictures.PICTURES, "opd_visits", raising=False)


def cells(html):
    """Text of each row of the dictionaries in a page, by the column's name."""
    found = {}
    for row in re.findall(r"<tr.*?</tr>", html, re.DOTALL):
        texts = [
            re.sub(r"<[^>]+>", " ", cell)
            for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL)
        ]
        found.setdefault(texts[0].strip(), [" ".join(text.split()) for text in texts[1:]])
    return found


def test_a_notebook_shows_columns_with_unit_codes_and_gaps(tiny):
    html = describe("tiny", root=tiny)._repr_html_()
    rows = cells(html)
    assert rows["Cột"] == ["Ý nghĩa", "Kiểu", "Đơn vị", "Mã", "Có thể trống"]
    assert rows["sbp"][1:] == ["số nguyên", "mmHg mm[Hg]", "–", "có"]
    assert rows["visits"][2] == "lượt"
    assert "NOI Khoa Nội" in rows["ward"][3]
    assert rows["ward"][4] == "không"
    assert "LOINC Chờ chuyên gia duyệt: bác sĩ xét nghiệm" in rows["loinc"][3]
    assert html.count('scope="col"') == 12
    assert html.count('scope="row"') == 7
    assert '<section class="hoichan-data" lang="vi">' in html


def test_english_says_the_same(tiny):
    html = describe("tiny", "en", tiny)._repr_html_()
    rows = cells(html)
    assert rows["sbp"][1:] == ["whole number", "mmHg mm[Hg]", "–", "yes"]
    assert rows["visits"][2] == "visits"
    for said in ("No person in this dataset is real", "plausible, not calibrated", "1,234 rows",
                 "Waiting for expert review: 1", "tiny-loinc", "laboratory physician"):  # fmt: skip
        assert said in html, said
    for vietnamese in ("chờ", "Cột", "dòng"):
        assert vietnamese not in html


def test_everything_is_said_and_escaped(tiny):
    html = describe("tiny", root=tiny)._repr_html_()
    for said in ("Không có người thật", "hợp lý nhưng không hiệu chỉnh", "1.234 dòng × 5 cột",
                 "Chờ chuyên gia duyệt: 1", "Mã LOINC của xét nghiệm &lt;tốt&gt;",
                 "ward → tiny_wards.ward", "Mô tả tiny_wards"):  # fmt: skip
        assert said in html, said
    assert "& <b>" not in html
    assert "<script" not in html


def test_one_table_of_several(tiny):
    alone = describe("tiny_wards", root=tiny)
    assert [table.name for table in alone.tables] == ["tiny_wards"]
    assert (alone.dataset, alone.title) == ("tiny", "Bảng tiny_wards")
    assert "stay_id" not in str(alone)
    assert alone.svg() == describe("tiny", root=tiny).svg()


def test_a_terminal_shows_the_same_in_plain_text(tiny, monkeypatch):
    monkeypatch.setenv("COLUMNS", "110")
    text = str(describe("tiny", root=tiny))
    for said in ("Bộ nhỏ (tiny)", "1.234 dòng × 5 cột", "mmHg", "NOI\u00a0=\u00a0Khoa Nội",
                 "Không có người thật", "LOINC (Chờ chuyên gia duyệt: bác sĩ xét nghiệm)", "[tiny-loinc]", "Bảng tiny_wards"):  # fmt: skip
        assert said in text, said
    assert "<" not in text.replace("<b>", "").replace("<tốt>", "")


@pytest.mark.parametrize("width", [48, 60, 80, 110])
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_lines_fit_the_terminal(tiny, width, lang):
    text = as_text(describe("tiny", lang, tiny), words(lang), width)
    assert max(len(line.rstrip()) for line in text.splitlines()) <= width
    assert "stay_id" in text


@pytest.mark.parametrize("name", data.NAMES)
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_published_dataset_describes_itself(name, lang):
    described = data.describe(name, lang)
    text, html = str(described), described._repr_html_()
    for table in data.tables_of(name):
        for field in data.fields(table):
            assert re.search(rf"^{field.name} ", text, re.MULTILINE), field.name
            assert f"<code>{field.name}</code>" in html
    assert ("<svg" in html) == (name in pictures.PICTURES)


def test_a_dataset_without_a_picture_is_still_described(no_picture):
    described = data.describe("opd_visits")
    assert described.svg() is None
    html = described._repr_html_()
    assert "<svg" not in html
    assert "<figure" not in html
    assert "Lượt khám ngoại trú" in html


@pytest.mark.parametrize("name", ["opd", "", "../opd_visits", "OPD_VISITS"])
def test_an_unknown_name_is_answered_with_those_there_are(name):
    with pytest.raises(data.DataError) as caught:
        data.describe(name)
    assert "opd_visits" in caught.value.text.vi
    assert "No dataset or table" in caught.value.text.en


def test_an_unknown_language_is_refused():
    with pytest.raises(data.DataError, match="vi hoặc en"):
        data.describe("opd_visits", "fr")


def test_the_picture_is_the_same_each_time_and_leaves_settings_alone(tiny):
    before = dict(mpl.rcParams)
    first = describe("tiny", root=tiny).svg()
    with mpl.rc_context({"font.size": 30, "axes.facecolor": "red", "svg.fonttype": "path"}):
        mine = dict(mpl.rcParams)
        second = describe("tiny", root=tiny).svg()
        assert dict(mpl.rcParams) == mine
    assert first == second
    assert dict(mpl.rcParams) == before


def test_the_picture_speaks_and_stands_alone(tiny):
    pictured = {lang: describe("tiny", lang, tiny).svg() for lang in ("vi", "en")}
    root = ET.fromstring(pictured["vi"])  # noqa: S314 - our own
    assert root.tag == f"{SVG}svg"
    assert root.get("role") == "img"
    assert root.get("aria-label") == 'Số giường. Tổng 50 "giường" & <b>'
    assert "Giường <kế hoạch>" in [text.text for text in root.iter(f"{SVG}text")]
    assert not list(root.iter(f"{SVG}style"))  # it would style the page around it
    for drawn in pictured.values():
        addresses = set(re.findall(r"https?://[^\"'\s<]+", drawn))
        assert addresses <= {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}
    ids = {lang: set(re.findall(r'\bid="([^"]+)"', drawn)) for lang, drawn in pictured.items()}
    assert ids["vi"]
    assert not ids["vi"] & ids["en"]  # both may stand on one page
    used = set(re.findall(r"url\(#([^)]+)\)|href=\"#([^\"]+)\"", pictured["vi"]))
    assert {one or other for one, other in used} <= ids["vi"]


def test_words_need_no_matplotlib_and_pictures_no_pyplot():
    code = (
        "import sys; from hoichan import data; name = data.NAMES[0]; str(data.describe(name)); "
        "assert 'matplotlib' not in sys.modules; data.describe(name)._repr_html_(); "
        "assert 'matplotlib.pyplot' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_units_are_read_as_people_write_them(lang):
    assert unit_label("mm[Hg]", lang) == "mmHg"
    assert unit_label("Cel", lang) == "°C"
    assert unit_label("{lo_thuoc}", lang) == "lo thuoc"
    assert unit_label("mol/kg", lang) == "mol/kg"
    assert unit_label("d", lang) == {"vi": "ngày", "en": "days"}[lang]


def test_every_unit_and_expert_in_use_has_words():
    for name in data.NAMES:
        for item in data.package(name).get("hoichan:review", ()):
            assert expert_label(item["who"], "vi") != item["who"]
        for table in data.tables_of(name):
            for field in data.fields(table):
                if field.unit and re.search(r"[{\[]", field.unit):
                    assert field.unit in strings("ucum"), (table, field.name, field.unit)


def test_derived_columns_stand_last_and_say_so():
    entries = dictionary("opd_visits", "vi").entries
    kinds = [entry.derived for entry in entries]
    assert kinds == sorted(kinds)
    assert kinds[-1]
    gaps = {
        name: texts[-1] for name, texts in cells(data.describe("opd_visits")._repr_html_()).items()
    }
    # Whether a derived column has gaps is not said in the descriptor.
    assert (gaps["dung_tuyen"], gaps["khoa"], gaps["nhom_tuoi"]) == ("có", "không", "–")
    assert "tính thêm khi mở" in str(data.describe("opd_visits"))


@pytest.fixture
def command(capsys):
    """``command(*words)`` runs ``describe``; gives status, output and errors."""
    parser = argparse.ArgumentParser()
    describe_cli.register(parser.add_subparsers())

    def run(*words):
        args = parser.parse_args(["describe", *map(str, words)])
        status = args.run(args)
        shown = capsys.readouterr()
        return status, shown.out, shown.err

    return run


def test_the_command_prints_the_dictionary_and_keeps_the_picture(command, tmp_path, monkeypatch):
    monkeypatch.setitem(pictures.PICTURES, "monthly_activity", picture_without_data())
    path = tmp_path / "hình.svg"
    status, out, _ = command("monthly_activity", "--lang", "en", "--svg", path)
    assert status == 0
    assert "Planned beds" in out
    assert ET.fromstring(path.read_text("utf-8")).get("lang") == "en"  # noqa: S314 - our own


def test_the_command_says_what_is_wrong(command, tmp_path, no_picture):
    status, out, err = command("opd")
    assert (status, out) == (1, "")
    assert "opd_visits" in err
    status, out, err = command("opd_visits", "--svg", tmp_path / "x.svg")
    assert status == 1
    assert "chưa có hình" in err
    assert not (tmp_path / "x.svg").exists()


def picture_without_data():
    made = picture()
    made.draw = lambda axes, tables, lang: axes.plot([0, 1])
    made.alt = lambda tables, lang: "alt"
    return made
