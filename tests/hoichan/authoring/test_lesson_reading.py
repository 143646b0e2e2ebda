import pytest

from hoichan.authoring.lesson import read_lesson
from hoichan.cases.errors import CaseError


def test_blocks_and_tasks_are_read(lesson):
    source = read_lesson(lesson)
    start, critique = source.blocks["vi"]
    assert (start.label, critique.label) == ("start", "critique")
    assert start.parts[0].text.startswith("## Mở đầu\n\nĐọc một đoạn.")
    assert "## không phải tiêu đề" in start.parts[0].text
    assert [part.task for part in critique.parts] == [None, "x1", None]
    assert source.spec.review_by == "2027-06-30"


MISTAKES = [
    # file, old, new, file of the problem, line, words in vi, words in en
    ("lesson.en.md", "{#start}", "{#begin}", "lesson.en.md", 0, "Thiếu phần “{#start}”", "is missing"),
    ("lesson.en.md", "## Opening {#start}", "## Opening", "lesson.en.md", 1,
     "cần nhãn ở cuối", "needs a label at its end"),
    ("lesson.vi.md", "{#critique}", "{#Bài_tập}", "lesson.vi.md", 9, "cần nhãn", "needs a label"),
    ("lesson.vi.md", "{#critique}", "{#start}", "lesson.vi.md", 9, "đã được dùng", "already used"),
    ("lesson.vi.md", "{#start}", "{#about}", "lesson.vi.md", 1, "đã được dùng", "already used"),
    ("lesson.vi.md", "## Mở đầu", "Chữ đầu\n\n## Mở đầu", "lesson.vi.md", 1,
     "trước tiêu đề", "before the first heading"),
    ("lesson.vi.md", "## Mở đầu", "# Tên bài\n\n## Mở đầu", "lesson.vi.md", 1,
     "Tên bài nằm trong lesson.yaml", "title is in lesson.yaml"),
    ("lesson.vi.md", ":::{task} x1\n:::", ":::{task} x1\n", "lesson.vi.md", 13,
     "chưa được đóng", "is not closed"),
    ("lesson.vi.md", ":::{task} x1\n", ":::{task} x1\nchữ\n", "lesson.vi.md", 14,
     "không được có chữ", "must be no text"),
    ("lesson.vi.md", ":::{task} x1", ":::{video} x1", "lesson.vi.md", 13,
     "Không hiểu chỉ dẫn", "Unknown directive"),
    ("lesson.vi.md", ":::{task} x1", ":::{task} x11", "lesson.en.md", 9,
     "không cùng thứ tự", "do not come in the order"),
    ("lesson.vi.md", "Trước bài tập.\n\n", "", "lesson.en.md", 0, "", ""),
    ("lesson.yaml", "id: x1", "id: x2", "lesson.vi.md", 9,
     "Không có nhiệm vụ “x1”", 'There is no task "x1" in lesson.yaml.'),
    ("lesson.yaml", "id: x1", "id: x2", "lesson.yaml", 12,
     "Nhiệm vụ “x2” chưa có chỗ", 'Task "x2" has no place'),
    ("lesson.yaml", "id: s9_small", "id: s9_large", "lesson.yaml", 1, "trùng tên thư mục", "folder's name"),
    ("lesson.yaml", "minutes: 15", "minutes: lâu", "lesson.yaml", 9, "“minutes” có giá trị", '"minutes"'),
    ("lesson.yaml", "points: 28", "point: 28", "lesson.yaml", 15, "Không có khoá “tasks.1.point”",
     'did you mean "points"?'),
    ("lesson.yaml", ', en: "Charts."', "", "lesson.yaml", 8, "Thiếu “out_of_scope.1.en”", "is missing"),
]  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES, ids=[f"{m[0]}: {m[5]}" for m in MISTAKES])
def test_a_mistake_is_told(lesson, mistake):
    file, old, new, where, line, vi, en = mistake
    path = lesson / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    if not vi:  # allowed: the heading alone is text too
        assert read_lesson(lesson)
        return
    with pytest.raises(CaseError) as caught:
        read_lesson(lesson)
    found = [p for p in caught.value.problems if vi in p.text.vi and p.file.endswith(where)]
    assert found, str(caught.value)
    assert en in found[0].text.en
    assert found[0].line == line


def test_blocks_in_another_order_are_told(lesson):
    path = lesson / "lesson.en.md"
    first, second = path.read_text(encoding="utf-8").split("## Task")
    path.write_text("## Task" + second + "\n" + first, encoding="utf-8")
    with pytest.raises(CaseError, match="another order"):
        read_lesson(lesson)
