"""``hoichan-grade``: the grader's command line."""

from __future__ import annotations

import argparse
import sys
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from tqdm import tqdm

from hoichan.schema.site import SitePaths

COMMANDS = {
    "init": "thư mục, khoá bí mật, cấu hình nbgrader, sổ điểm · folders, secret, nbgrader, gradebook",
    "pools": "biên dịch, kiểm tra và đóng ngân hàng đề · compile, check and freeze the pools",
    "release": "phát hành bài học · release a lesson",
    "collect": "thu bài nộp · collect submissions",
    "run": "thu và chấm bài; mã thoát = số bài cần xem lại · collect and grade; exit status = "
    "submissions that need a look (at most 99; 101 = the run itself failed)",
    "feedback": "viết trang phản hồi cho từng học viên · write the feedback pages",
    "report": "viết báo cáo lớp · write the cohort report",
    "course-report": "viết báo cáo cả khoá: thay đổi trước và sau · write the report on the whole "
    "course: the change from pre-test to exit test",
    "doctor": "kiểm tra cài đặt · look the site over",
    "lab": "kiểm tra phần thực hành mã của một bài (không cần --site) · check a lesson's code lab "
    "(needs no --site)",
}


def parser() -> argparse.ArgumentParser:
    """The command line's grammar."""
    top = argparse.ArgumentParser(
        prog="hoichan-grade", description="Chấm bài Hội chẩn · Grade Hội chẩn lessons"
    )
    top.add_argument("--site", type=Path, help="thư mục của hệ thống · site folder")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    made = {name: commands.add_parser(name, help=text) for name, text in COMMANDS.items()}
    made["init"].add_argument(
        "--roster", type=Path, help="CSV learner,name,lang,group; thay danh sách lớp · replaces it"
    )
    for name in ("pools", "release", "collect", "run", "feedback", "report", "lab"):
        made[name].add_argument("lesson", help="mã bài học · lesson id")
    made["doctor"].add_argument("lesson", nargs="?", help="mã bài học · lesson id")
    for name in ("pools", "release", "course-report", "lab"):
        made[name].add_argument(
            "--repo", type=Path, help="thư mục dự án chứa notebooks/ và datasets/ · the project"
        )
    made["pools"].add_argument(
        "--new-version", action="store_true", help="thay đề đã phát · replace pools in use"
    )
    made["release"].add_argument(
        "--no-publish",
        action="store_true",
        help="không gửi lên cổng nộp bài · leave out the portal",
    )
    made["run"].add_argument(
        "--no-collect", action="store_true", help="chấm những gì đã thu · grade what is there"
    )
    made["lab"].add_argument(
        "--out", type=Path, help="ghi bản của người học vào đây · write the learners' version here"
    )
    for name in ("run", "feedback"):
        made[name].add_argument(
            "--learner", action="append", help="chỉ học viên này · only this learner"
        )
    return top


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    grammar = parser()
    given = grammar.parse_args(argv)
    if given.site is None and given.command != "lab":
        grammar.error("cần --site, thư mục của hệ thống · --site, the site's folder, is needed")
    # Imported late: nbgrader takes seconds, and --help need not wait for it.
    from hoichan_grader.bulk import RUN_FAILED_STATUS
    from hoichan_grader.texts import GraderError

    actions: dict[str, Callable[[SitePaths, argparse.Namespace], int]] = {
        "init": _init,
        "pools": _pools,
        "release": _release,
        "collect": _collect,
        "run": _run,
        "feedback": _feedback,
        "report": _report,
        "course-report": _course_report,
        "doctor": _doctor,
        "lab": _lab,
    }
    try:
        return actions[given.command](SitePaths((given.site or Path()).absolute()), given)
    except GraderError as reason:
        print(f"{reason.text.vi}\n{reason.text.en}", file=sys.stderr)
        return RUN_FAILED_STATUS if given.command == "run" else 1
    # The process's edge. Python's own exit status 1 would say "one submission needs a look".
    except Exception:  # noqa: BLE001
        traceback.print_exc()
        return RUN_FAILED_STATUS if given.command == "run" else 1


class _Bar:
    """A progress bar that starts when the number of pieces is known."""

    def __init__(self) -> None:
        self._bar: Any = None

    def __call__(self, what: str, done: int, total: int) -> None:
        if self._bar is None:
            self._bar = tqdm(total=total, desc=what, leave=False)
        self._bar.update(done - self._bar.n)
        if done >= total:
            self._bar.close()


def _init(site: SitePaths, given: argparse.Namespace) -> int:
    from hoichan_grader import pipeline
    from hoichan_grader.roster import read_roster

    roster = read_roster(given.roster).values() if given.roster else None
    pipeline.init_site(site, roster=roster)
    count = len(read_roster(site.roster))
    print(f"{site.root}: sẵn sàng, {count} học viên · ready, {count} learners")
    return 0


def _pools(site: SitePaths, given: argparse.Namespace) -> int:
    from hoichan_grader import pipeline
    from hoichan_grader.sources import Sources

    sources = Sources.of_repository(given.repo)
    frozen = pipeline.freeze_pools(
        site,
        given.lesson,
        sources=sources,
        new_version=given.new_version,
        allow_draft=sources.allow_draft,
        progress=_Bar(),
    )
    for one in frozen:
        print(
            f"{given.lesson}/{one.task}: {one.outcome}, {one.cases} ca · cases, {one.sha256[:16]}"
        )
    return 0


def _release(site: SitePaths, given: argparse.Namespace) -> int:
    from hoichan_grader import pipeline
    from hoichan_grader.sources import Sources

    files = pipeline.release_lesson(
        site,
        given.lesson,
        sources=Sources.of_repository(given.repo),
        publish=not given.no_publish,
        progress=_Bar(),
    )
    print(f"{given.lesson}: đã phát hành {len(files)} tệp · {len(files)} files released")
    return 0


def _collect(site: SitePaths, given: argparse.Namespace) -> int:
    from hoichan_grader import pipeline

    learners = pipeline.collect(site, given.lesson, progress=_Bar())
    print(f"{given.lesson}: {len(learners)} bài nộp · submissions")
    return 0


def _run(site: SitePaths, given: argparse.Namespace) -> int:
    from hoichan_grader import pipeline

    if not given.no_collect:
        pipeline.collect(site, given.lesson, progress=_Bar())
    done = pipeline.grade_lesson(site, given.lesson, learners=given.learner, progress=_Bar())
    each = done.seconds / len(done.records) if done.records else 0.0
    print(
        f"{given.lesson}: đã chấm {len(done.records)} bài trong {done.seconds:.1f} giây "
        f"({each * 1000:.0f} ms mỗi bài); chưa nộp: {len(done.not_submitted)}; "
        f"cần xem lại: {len(done.needs_look)} · graded {len(done.records)} in {done.seconds:.1f} s; "
        f"not submitted: {len(done.not_submitted)}; need a look: {len(done.needs_look)}"
    )
    for record in done.needs_look:
        for finding in record.findings:
            if finding.needs_look:
                print(f"  {record.learner}: {finding.text.vi} · {finding.text.en}")
    if done.not_submitted:
        print(f"  chưa nộp · not submitted: {', '.join(done.not_submitted)}")
    return done.exit_status


def _feedback(site: SitePaths, given: argparse.Namespace) -> int:
    from hoichan_grader import pipeline

    pages = pipeline.write_feedback(site, given.lesson, learners=given.learner, progress=_Bar())
    print(f"{given.lesson}: {len(pages)} trang phản hồi · feedback pages")
    if held := pipeline.waiting(site, given.lesson):
        print(
            f"  {len(held)} người chưa nhận phản hồi: bài kiểm tra đầu ra hỏi lại các nội dung này "
            f"và họ chưa được chấm bài đó · {len(held)} people get none yet: the exit test asks "
            f"the same again, and theirs is not graded"
        )
    return 0


def _report(site: SitePaths, given: argparse.Namespace) -> int:
    from hoichan_grader import pipeline

    print(pipeline.write_report(site, given.lesson))
    return 0


def _course_report(site: SitePaths, given: argparse.Namespace) -> int:
    from hoichan_grader import pipeline
    from hoichan_grader.sources import Sources

    print(pipeline.write_course_report(site, sources=Sources.of_repository(given.repo)))
    return 0


def _doctor(site: SitePaths, given: argparse.Namespace) -> int:
    from hoichan_grader.doctor import examine

    bad = 0
    for check in examine(site, given.lesson):
        bad += not check.good
        print(f"{'✓' if check.good else '✗'} {check.text.vi} · {check.text.en}")
    return bad


def _lab(_site: SitePaths, given: argparse.Namespace) -> int:
    from hoichan_grader import lab
    from hoichan_grader.sources import Sources

    path = Sources.of_repository(given.repo).lesson_folder(given.lesson) / lab.LAB
    written = lab.read_lab(path)
    bad = lab.problems(written)
    for problem in bad:
        print(f"✗ {problem.vi}\n  {problem.en}", file=sys.stderr)
    if bad:
        return 1
    print(f"✓ {path}: lời giải đạt, mã AI không đạt · the solution passes, the AI's code does not")
    if given.out is not None:
        made = lab.write_learners_version(written, given.out)
        print(f"✓ {made}: bản của người học · the learners' version")
    return 0


if __name__ == "__main__":
    sys.exit(main())
