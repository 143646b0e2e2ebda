"""Truths come from the data, texts are rendered in both languages, errors know their core."""

import pytest

from hoichan.cases.compile import compile_case
from hoichan.cases.errors import CaseError
from hoichan.cases.read import read_case
from hoichan.cases.truths import swap_digits
from hoichan.schema.case import EvidenceTable


def unit(case, name):
    return next(unit for unit in case.units if unit.id == name)


def test_truths_are_computed(sample):
    truths = {truth.name: truth for truth in sample.truths}
    assert truths["occ"].value == pytest.approx(966 / (30 * 28))
    assert truths["occ"].unit == "percent"
    assert truths["occ_x10"].value == pytest.approx(11.5)
    assert truths["occ_x10"].show == "pct1"
    assert truths["occ_x10"].measure is None
    assert truths["ngay_swap"].value == 696
    assert truths["alos_off"].value == pytest.approx(6.9)
    assert truths["cause"].value is False
    assert [truth.name for truth in sample.truths][:3] == ["ra_vien", "ngay_dt", "ngay_swap"]


def test_texts_are_rendered_in_each_language(sample):
    assert unit(sample, "u3").true.text.vi == "Công suất sử dụng giường kế hoạch là 115,0%."
    assert unit(sample, "u3").true.text.en == "Occupancy of planned beds was 115.0%."
    assert unit(sample, "u3").wrong[1].text.vi == "Công suất sử dụng giường kế hoạch là 1.150,0%."
    assert unit(sample, "u3").wrong[1].text.en == "Occupancy of planned beds was 1,150.0%."
    assert unit(sample, "u1").why.vi == "Đúng với bảng: 161 lượt."
    assert sample.title.vi == "Khoa Nội tháng 2/2025"


def test_a_why_beside_a_wrong_number_still_tells_the_true_one(sample):
    assert unit(sample, "u2").wrong[0].why.en == ("Two digits were swapped: the table says 966.")


def test_wrong_wordings_assert_the_wrong_value(sample):
    beds = unit(sample, "u3").wrong[0]
    assert beds.asserts == {"occ": pytest.approx(966 / (35 * 28))}
    assert unit(sample, "u3").true.asserts == {"occ": pytest.approx(1.15)}
    assert unit(sample, "u5").wrong[0].asserts == {"cause": False}


def test_cores_are_the_words_that_differ(sample):
    beds = unit(sample, "u3").wrong[0]
    assert beds.text.vi[beds.core_vi.start : beds.core_vi.end] == "98,6%"
    assert beds.text.en[beds.core_en.start : beds.core_en.end] == "98.6%"


def test_evidence_is_computed(sample):
    rows, groups = sample.evidence
    assert [column.name for column in rows.columns][:2] == ["thang", "khoa"]
    assert rows.rows[1] == ("2025-02", "NOI", 30, 35, 161, 966)
    assert rows.columns[1].labels["NOI"].vi == "Khoa Nội"
    assert rows.columns[4].show == "int"
    assert rows.title.en == "Activity of internal medicine"
    assert [column.label.vi for column in groups.columns][1:] == [
        "Công suất giường kế hoạch",
        "Lượt ra viện",
    ]
    assert groups.columns[1].show == "pct1"
    assert groups.rows[1] == ("NGOAI", pytest.approx(602 / (25 * 28)), 140)
    assert isinstance(rows, EvidenceTable)


def test_must_have_lines(sample):
    first, second = sample.must_have
    assert (first.unit, first.severity, first.label.en) == ("u6", 2, "Date the figures were closed")
    assert first.check.vi == "Tìm một ngày trong câu trả lời."
    assert (second.severity, second.why) == (None, None)


def test_the_hash_follows_text_and_data(draft, tables, sample):
    assert compile_case(read_case(draft.folder), tables).sha256 == sample.sha256
    other = {"monthly_activity": tables["monthly_activity"].assign(ngay_dt=[1028, 967, 664, 602])}
    assert compile_case(read_case(draft.folder), other).sha256 != sample.sha256
    draft.change("en.md", "in all.", "altogether.")
    assert compile_case(read_case(draft.folder), tables).sha256 != sample.sha256


COMPILE_MISTAKES = [
    ("case.yaml", "monthly_activity.alos", "monthly_activity.aloss", "alos:", "“monthly_activity.aloss”"),
    ("case.yaml", 'khoa: NOI, thang: "2025-02", column: ngay_dt', "khoa: NOI, column: ngay_dt",
     "ngay_dt:", "thang"),
    ("case.yaml", "datasets: [monthly_activity]", "datasets: []", "ra_vien:", "cần bảng"),
    ("case.yaml", "{measure: monthly_activity.has_column, args: {column: nguyen_nhan}}",
     "{measure: monthly_activity.has_column, args: {column: nguyen_nhan}, show: int}",
     "cause:", "không phải là số"),
    ("case.yaml", "{of: ngay_dt, swap_digits: true}", "{of: cause, swap_digits: true}",
     "ngay_swap:", "không phải là số"),
    ("case.yaml", "columns: [thang, khoa,", "columns: [thang, khoaa,", "- id: t1", "không có cột “khoaa”"),
    ("case.yaml", "where: {khoa: NOI,", "where: {khoa: XYZ,", "- id: t1", "không có dòng nào"),
    ("case.yaml", "shows: {occ: occ_x10}", "shows: {occ: occ}", "- {id: x10", "giống hệt câu đúng"),
]  # fmt: skip


@pytest.mark.parametrize("mistake", COMPILE_MISTAKES, ids=[m[4] for m in COMPILE_MISTAKES])
def test_what_cannot_be_compiled_is_told(draft, tables, mistake):
    file, old, new, line, vi = mistake
    source = read_case(draft.change(file, old, new).folder)
    tables = {name: tables[name] for name in source.spec.datasets}
    with pytest.raises(CaseError) as caught:
        compile_case(source, tables)
    found = [problem for problem in caught.value.problems if vi in problem.text.vi]
    assert found, str(caught.value)
    assert found[0].line == draft.line("case.yaml", line)


@pytest.mark.parametrize(
    ("value", "show", "swapped"),
    [
        (161, "int", 611),
        (966, "int", 696),
        (1.15, "pct1", 1.51),
        (0.9857, "pct1", None),  # 89.6 is less than 10 % off, and 8 and 6 stand apart
        (6.0, "dec1", None),
        (101, "int", None),  # 011 is no number, and 110 is 9 % more: too near
        (55, "int", None),
    ],
)
def test_digits_are_swapped_where_it_shows(value, show, swapped):
    assert swap_digits(value, show) == (None if swapped is None else pytest.approx(swapped))


def test_a_case_may_name_a_column_itself(draft, tables):
    draft.change("vi.md", "## t2\n", "## t1.ra_vien\nSố lượt ra viện\n\n## t2\n")
    draft.change("en.md", "## t2\n", "## t1.ra_vien\nAll discharges\n\n## t2\n")
    case = compile_case(read_case(draft.folder), tables)
    labels = {column.name: column.label.en for column in case.evidence[0].columns}
    assert labels["ra_vien"] == "All discharges"
    assert labels["ngay_dt"] not in {"", "ngay_dt"}


def test_a_wrong_wording_claims_only_what_it_says(draft, tables):
    """Its own words may leave a number out; what ``shows`` gives is claimed even unspoken."""
    draft.change("case.yaml", "about: [cause]", "about: [cause, alos]")
    draft.change(
        "case.yaml", "{id: cold, category", "{id: cold, shows: {cause: {value: true}}, category"
    )
    for file in ("vi.md", "en.md"):
        draft.change(file, "## u5\n", "## u5\n({alos}) ")
    unit5 = unit(compile_case(read_case(draft.folder), tables), "u5")
    assert set(unit5.true.asserts) == {"cause", "alos"}
    assert unit5.wrong[0].asserts == {"cause": True}
