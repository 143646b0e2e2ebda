"""The command line: exit status, and messages in both languages."""

from __future__ import annotations

import pytest

from hoichan_grader.cli import main

LESSON = "s1_small"


def grade(course, *words: str) -> int:
    return main(["--site", str(course.site.root), *words])


def test_exit_status_is_the_number_that_need_a_look(course, capsys):
    for learner in ("an", "binh", "chi"):
        course.submit(learner)
    course.write_answers("an", "x1", b"{")
    course.submit("binh", notebook=False)
    assert grade(course, "run", LESSON, "--no-collect") == 2
    out = capsys.readouterr().out
    assert "đã chấm 3 bài" in out
    assert "graded 3" in out
    assert "an: Tệp câu trả lời" in out
    assert "chưa nộp · not submitted: dung" in out


def test_a_clean_run_exits_0_and_feedback_is_written(course, capsys):
    course.submit("an")
    assert grade(course, "run", LESSON, "--no-collect", "--learner", "an") == 0
    assert grade(course, "feedback", LESSON) == 0
    assert course.site.feedback(LESSON, "an").is_file()
    assert "1 trang phản hồi" in capsys.readouterr().out


def test_a_run_that_cannot_start_exits_101(course, capsys):
    (course.site.course_secret).write_text("?")
    assert grade(course, "run", LESSON, "--no-collect") == 101
    err = capsys.readouterr().err
    assert "khoá bí mật" in err
    assert "course secret" in err


def test_a_run_that_breaks_down_does_not_look_like_one_submission_to_look_at(
    course, capsys, monkeypatch
):
    def broken(*args, **kwargs):
        raise ZeroDivisionError

    monkeypatch.setattr("hoichan_grader.bulk.place_all", broken)
    assert grade(course, "run", LESSON, "--no-collect") == 101
    assert "ZeroDivisionError" in capsys.readouterr().err


def test_other_commands_fail_with_1_and_say_why(tmp_path, capsys):
    assert main(["--site", str(tmp_path / "none"), "feedback", LESSON]) == 1
    assert "hoichan-grade" in capsys.readouterr().err


def test_doctor_names_what_is_wrong(course, capsys, monkeypatch):
    monkeypatch.delenv("HOICHAN_PORTAL_URL", raising=False)
    course.site.keys.chmod(0o755)
    assert grade(course, "doctor", LESSON) == 2  # keys readable, no portal configured
    out = capsys.readouterr().out
    assert "✗" in out
    assert str(course.site.keys) in out
    assert "755" in out


@pytest.mark.parametrize("words", [[], ["grade"], ["run"]])
def test_a_wrong_command_line_shows_the_usage(course, words):
    with pytest.raises(SystemExit) as caught:
        grade(course, *words)
    assert caught.value.code == 2
