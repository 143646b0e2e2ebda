"""An author's mistake is told with its file, its line and a sentence in both languages."""

import unicodedata

import pytest

from hoichan.cases.errors import CaseError
from hoichan.cases.read import read_case


def test_the_sample_is_read(sample_folder):
    source = read_case(sample_folder)
    assert source.title.vi == "Khoa Nội tháng 2/2025"
    assert source.text("prompt").vi == (
        "Viết giúp tôi đoạn về khoa Nội trong báo cáo tháng 2/2025.\n\nNhớ dựa vào bảng."
    )
    assert source.text("u2").en == "The department had {ngay_dt} patient-days in all."
    assert source.spec.as_of == "2025-03-03"  # unquoted in YAML, and still text
    assert [wrong.id for wrong in source.spec.units[3].wrong] == ["off"]  # not "false"


def test_a_wrong_wording_without_text_takes_the_true_one(sample_folder):
    source = read_case(sample_folder)
    unit = source.spec.units[2]
    assert source.wording(unit, unit.wrong[0]) == source.text("u3")
    cold = source.spec.units[4]
    assert source.wording(cold, cold.wrong[0]).en.startswith("The change was caused by")


def test_decomposed_files_are_read_as_composed(draft):
    for name in ("vi.md", "case.yaml"):
        path = draft.folder / name
        text = unicodedata.normalize("NFD", path.read_text(encoding="utf-8"))
        path.write_text("\ufeff" + text, encoding="utf-8")
    assert read_case(draft.folder).title.vi == "Khoa Nội tháng 2/2025"


MISTAKES = [
    # file, old, new, file of the problem, start of its line, words in vi, words in en
    ("vi.md", "Tổng số ngày điều trị của khoa là {ngay_dt}", "Tổng là {ngay_dr}",
     "vi.md", "## u2", "{ngay_dr} không có trong truths", "did you mean {ngay_dt}?"),
    ("vi.md", "là {ngay_dt} ngày.", "là {ngay_swap} ngày.",
     "vi.md", "## u2", "không được dùng số suy ra", "cannot use the derived"),
    ("vi.md", "Bảng không ghi", "Bảng {cause} không ghi",
     "vi.md", "## u5", "chưa có “show”", 'has no "show"'),
    ("en.md", "### u3.beds\n", "",
     "en.md", "### u3.beds", "Thiếu mục “u3.beds”", '"u3.beds" is missing'),
    ("en.md", "## m2\nNumber of discharges\n", "",
     "en.md", "## m2", "Thiếu mục “m2” (xem vi.md, dòng", '"m2" is missing (see vi.md, line'),
    ("en.md", "As in the table: {ra_vien} discharges.", "",
     "en.md", "#### why", "Mục “u1.why” còn trống", '"u1.why" has no text'),
    ("vi.md", "## m2\n", "## m2\nSố lượt\n\n## m3\n",
     "vi.md", "## m3", "“m3” không có trong case.yaml", '"m3" is not in case.yaml'),
    ("vi.md", "## u6\n", "## u6 nhận định\n",
     "vi.md", "## u6 nhận định", "một nhãn không có dấu cách", "one label without spaces"),
    ("vi.md", "# Khoa Nội tháng 2/2025\n", "",
     "vi.md", "", "Thiếu dòng tên tình huống", "The title is missing"),
    ("vi.md", "# Khoa Nội", "Xin chào\n# Khoa Nội",
     "vi.md", "", "đứng trước tiêu đề", "before the first heading"),
    ("en.md", "## t2\n", "## t1\nAgain\n\n## t2\n",
     "en.md", "## t1", "bị ghi hai lần", "stands twice"),
    ("case.yaml", "category: num_denominator", "category: num_denominater",
     "case.yaml", "- {id: beds", "“num_denominator”?", 'did you mean "num_denominator"?'),
    ("case.yaml", "severity: 3, level: 3", "severity: 7, level: 3",
     "case.yaml", "- {id: beds", "không nhận “7”", "Allowed: 1, 2, 3 or 4"),
    ("case.yaml", "foil: true", "foli: true",
     "case.yaml", "foli: true", "có phải là “foil”?", 'did you mean "foil"?'),
    ("case.yaml", "version: 1\n", "",
     "case.yaml", "", "Thiếu “version”", '"version" is missing'),
    ("case.yaml", "about: [alos]", "about: [aloss]",
     "case.yaml", "about: [aloss]", "“aloss”; có phải là “alos”?", 'did you mean "alos"?'),
    ("case.yaml", "shows: {occ: occ_beds}", "shows: {occ: beds}",
     "case.yaml", "- {id: beds", "Không có số liệu (truths) “beds”", 'There is no truth "beds"'),
    ("case.yaml", "{of: occ, times: 10}", "{of: ocx, times: 10}",
     "case.yaml", "occ_x10:", "“ocx”", '"ocx"'),
    ("case.yaml", "{of: occ, times: 10}", "{of: alos_off, times: 10}",
     "case.yaml", "occ_x10:", "không từ số suy ra khác", "not from a derived one"),
    ("case.yaml", "{of: occ, times: 10}", "{of: occ, times: 10, plus: 2}",
     "case.yaml", "occ_x10:", "đúng một trong: times, plus", "exactly one of times, plus"),
    ("case.yaml", "show: dec1}", "show: dec7}",
     "case.yaml", "alos:", "“truths.alos.show” không nhận “dec7”", "'dec1'"),
    ("case.yaml", "{id: m2, unit: u1}", "{id: m2, unit: u10}",
     "case.yaml", "- {id: m2", "Không có nhận định (units) “u10”", 'There is no unit "u10"'),
    ("case.yaml", "{id: m1, unit: u6, severity: 2}", "{id: m1, unit: u4, severity: 2}",
     "case.yaml", "- {id: m1", "vừa có thể bị bỏ ra, vừa có cách viết sai", "may be left out and also"),
    ("case.yaml", "  - id: u6\n", "  - id: u6\n    unverifiable: true\n",
     "case.yaml", "- id: u6", "chỉ dùng cho verify_data", "for verify_data only"),
    ("case.yaml", "id: sample-noi", "id: sample-ngoai",
     "case.yaml", "id: sample-ngoai", "phải trùng tên thư mục", "must be the folder's name"),
    ("case.yaml", "- {id: x10,", "- {id: beds,",
     "case.yaml", "- {id: beds, shows: {occ: occ_x10}", "bị dùng hai lần", "is used twice"),
    ("case.yaml", "role: admin", "role: admin\nrole: doctor",
     "case.yaml", "role: doctor", "Khoá “role” bị ghi hai lần", 'Key "role" stands twice'),
    ("case.yaml", "units:\n", "units:\n\t- id: u0\n",
     "case.yaml", "- id: u0", "Sai cú pháp YAML", "Broken YAML"),
    ("case.yaml", 'thang: "2025-02", column: ra_vien}, show: int}',
     'thang: "2025-02", column: ra_vien, show: int}',
     "case.yaml", "ngay_dt:", "Sai cú pháp YAML", "Broken YAML"),
]  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES, ids=[f"{m[0]}: {m[5]}" for m in MISTAKES])
def test_a_mistake_is_told(draft, mistake):
    file, old, new, where, line, vi, en = mistake
    draft.change(file, old, new)
    found = [problem for problem in draft.problems() if vi in problem.text.vi]
    assert found, [problem.show() for problem in draft.problems()]
    problem = found[0]
    assert en in problem.text.en
    assert problem.file == str(draft.folder / where)
    text = (draft.folder / where).read_text(encoding="utf-8").split("\n")
    standing = [number for number, words in enumerate(text, 1) if words.strip().startswith(line)]
    if line and standing:  # what is missing has no line of its own
        assert problem.line in standing


def test_all_mistakes_are_told_at_once(draft):
    draft.change("vi.md", "{alos}", "{alo}").change("en.md", "## m2\n", "## m9\n")
    draft.change("case.yaml", "id: sample-noi", "id: other")
    files = [problem.file.rpartition("/")[2] for problem in draft.problems()]
    assert files == ["case.yaml", "en.md", "en.md", "vi.md"]


@pytest.mark.parametrize("name", ["case.yaml", "vi.md", "en.md"])
def test_a_missing_file_is_told(draft, name):
    (draft.folder / name).unlink()
    problem = draft.only_problem()
    assert problem.file.endswith(name)
    assert problem.text.vi == "Thiếu tệp này."


def test_another_encoding_is_told_with_its_line(draft):
    path = draft.folder / "vi.md"
    head, tail = path.read_text(encoding="utf-8").split("## t1\n", 1)
    path.write_bytes(head.encode() + b"## t1\nKhoa N\xf4i\n" + tail.encode())
    problem = draft.only_problem()
    assert problem.line == head.count("\n") + 2
    assert "UTF-8" in problem.text.vi


def test_the_error_reads_in_both_languages(draft):
    draft.change("case.yaml", "version: 1", "version: 0")
    with pytest.raises(CaseError, match=r"case.yaml:2: .* / "):
        read_case(draft.folder)


def test_comments_are_left_out_and_lines_still_count(draft):
    draft.change("vi.md", "## u6\n", "## u6\n<!-- hỏi lại\nphòng KHTH -->\n")
    source = read_case(draft.folder)
    assert source.text("u6").vi == "Số liệu được chốt ngày 3/3/2025."
    assert source.texts["vi"].line("m1") == draft.line("vi.md", "## m1")
