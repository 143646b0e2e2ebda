"""``make demo``: the course from synthetic data to graded feedback, then a hub to try it in.

Forty simulated learners of known ability, ten of each role, do what a class does, through the same
code: fetch their own variants from the submission service, answer through the widgets, submit, get
graded, lesson by lesson from the pre-test to the exit test.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import NoReturn

from demo_class import Course, RefusedError, Results, hold_class, roster
from demo_course import (
    DemoError,
    check_everyones_variants,
    check_lessons,
    course_datasets,
    make_tables,
)
from demo_stage import Bar, Stages
from hoichan.portal_client import PortalClient
from hoichan.schema.report import GradeRecord
from hoichan.schema.site import SitePaths
from hoichan.schema.text import Bilingual
from hoichan_grader import pipeline
from hoichan_grader.simulation.learner import SimulatedLearner, cohort
from hoichan_grader.sources import Sources
from hoichan_grader.texts import GraderError
from hoichan_hub.plan import HubPlan, Ports
from hoichan_hub.portal.serving import running_portal
from hoichan_hub.portal.settings import PortalSettings
from hoichan_hub.portal.tokens import add_token
from hoichan_hub.settings import ConfigError, load_settings

LEARNERS = 40
SIMULATED = Bilingual(
    vi="Học viên MÔ PHỎNG: năng lực và mức tiến bộ do chương trình đặt trước. Báo cáo này cho thấy "
    "cách tính, không cho thấy khoá học có tác dụng.",
    en="SIMULATED learners: their abilities and their progress were set by the program. This report "
    "shows how things are computed, not that the course works.",
)
REPORTED = "s1_numbers"  # the lesson whose own cohort report is written too
VISITOR = "hocvien"
INSTRUCTOR = "giangvien"
ROOT = Path(__file__).resolve().parent.parent


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the demo; 0 when everything was done."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--no-hub", action="store_true", help="do all but the serving")
    parser.add_argument("--site", type=Path, default=ROOT / "build" / "demo")
    parser.add_argument("--port", type=int, default=8000, help="the hub's port on 127.0.0.1")
    parser.add_argument("--learners", type=int, default=LEARNERS, help="how many are simulated")
    parser.add_argument("--seed", type=int, default=2026, help="of the cohort and the variants")
    options = parser.parse_args(arguments)
    site = SitePaths(options.site.resolve())
    try:
        plan = None if options.no_hub else _plan(site, options.port)
        run_main_job(site, options.seed, options.learners)
    except (DemoError, RefusedError, GraderError, ConfigError, ValueError) as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    if plan is not None:
        _serve(plan)
    return 0


def run_main_job(site: SitePaths, seed: int, learners: int = LEARNERS) -> dict[str, object]:
    """Everything but the serving; returns what is written to ``summary.json``."""
    people = cohort(learners, seed)
    _make_room(site)
    course = Course(site, Sources.of_repository(), seed)
    stages = Stages(total=9)
    _prepare(course, people, stages)
    settings = PortalSettings.from_environment(site, {})
    token = add_token(site, INSTRUCTOR, "instructor")
    with running_portal(settings) as url, PortalClient(url, token) as instructor:
        records, looks = _teach(course, people, url, instructor, stages)
    with stages.stage("feedback", "Phản hồi / Feedback") as said:
        # The pre-test comes last: its feedback waits for everybody's exit test.
        pages = sum(
            len(pipeline.write_feedback(site, lesson)) for lesson in reversed(course.lessons)
        )
        said.append(f"{pages:,} feedback pages")
    with stages.stage("report", "Báo cáo lớp và khoá học / Cohort and course report") as said:
        report = pipeline.write_report(site, REPORTED)
        whole = pipeline.write_course_report(site, note=SIMULATED)
        said.append(", ".join(str(path.relative_to(site.root)) for path in (report, whole)))
    results = Results.of(records)
    summary: dict[str, object] = {
        "learners": len(people),
        "lessons": len(course.lessons),
        "submissions": len(records),
        "ability_score_r": round(results.ability_score_r(people), 4),
        "cheater_scores": results.cheaters(people),
        "seconds": stages.seconds,
        "feedback_pages": pages,
        "report": str(report.relative_to(site.root)),
        "course_report": str(whole.relative_to(site.root)),
        "needs_look": looks,
    }
    text = json.dumps(summary, ensure_ascii=False, indent=2) + "\n"
    (site.root / "summary.json").write_text(text, encoding="utf-8")
    _print(people, results, stages)
    return summary


def _prepare(course: Course, people: Sequence[SimulatedLearner], stages: Stages) -> None:
    """Tables, lessons, cases, and everybody's variants checked."""
    site = course.site
    with stages.stage("data", "Dữ liệu mô phỏng / Synthetic data") as said:
        names = course_datasets(course.lessons)
        rows, truths = make_tables(site.root / "tables", names, Bar("dataset"))
        said.append(f"{rows:,} rows as published, {truths} truths recomputed")
    with stages.stage("lessons", "Dựng bài học / Build the lessons") as said:
        check_lessons(course.lessons)
        said.append(f"{len(course.lessons)} lessons: vi + en in one notebook each, up to date")
    with stages.stage("cases", "Biên dịch tình huống / Compile the cases") as said:
        # A fixed secret makes the demo repeatable; a real course gets 32 random bytes.
        secret = sha256(f"hoichan demo {course.seed}".encode()).digest()
        pipeline.init_site(site, roster=roster(people, VISITOR), secret=secret)
        pools = 0
        bar = Bar("lesson")
        for done, lesson in enumerate(course.lessons, start=1):
            pools += len(pipeline.freeze_pools(site, lesson, allow_draft=True))
            bar(done, len(course.lessons))
        said.append(f"{pools} task pools compiled, checked and frozen")
    with stages.stage("variants", "Biến thể và đáp án / Variants and their keys") as said:
        units = check_everyones_variants(course, people, Bar("lesson"))
        said.append(f"{len(people)} learners, {units:,} units recomputed: every key holds")


def _teach(
    course: Course,
    people: Sequence[SimulatedLearner],
    url: str,
    instructor: PortalClient,
    stages: Stages,
) -> tuple[list[GradeRecord], int]:
    """Release, hold the class, collect and grade; returns the records and how many need a look."""
    site = course.site
    with stages.stage("release", "Phát hành bài / Release through nbgrader") as said:
        files = [
            file
            for lesson in course.lessons
            for file in pipeline.release_lesson(site, lesson, client=instructor)
        ]
        said.append(f"{len(files)} files at the submission service, no key among them")
    with stages.stage("class", "Lớp học mô phỏng / Simulated class") as said:
        handed_in = hold_class(course, people, url, Bar("lesson"))
        said.append(f"{len(people)} learners, {handed_in} lessons fetched, answered, submitted")
    records: list[GradeRecord] = []
    looks = 0
    with stages.stage("grade", "Thu bài và chấm / Collect and grade") as said:
        bar = Bar("lesson")
        for done, lesson in enumerate(course.lessons, start=1):
            pipeline.collect(site, lesson, client=instructor)
            run = pipeline.grade_lesson(site, lesson)
            records += run.records
            looks += run.exit_status
            bar(done, len(course.lessons))
        said.append(f"{len(records)} graded, {looks} need a look")
    return records, looks


def _make_room(site: SitePaths) -> None:
    """Keep the last demo beside the new one: somebody may have worked in it."""
    if not site.root.exists():
        return
    previous = site.root.with_name(f"{site.root.name}.previous")
    if previous.exists():
        shutil.rmtree(previous)
    site.root.rename(previous)
    print(f"Bản demo trước được giữ ở / The last demo was kept in {previous}")


def _print(people: Sequence[SimulatedLearner], results: Results, stages: Stages) -> None:
    """The closing table."""
    print("\nNăng lực gài sẵn và điểm / Planted ability and score (share of all points)")
    print(f"  {'d′':>9}  {'n':>3}  {'mean':>5}  {'min':>5}  {'max':>5}")
    for label, n, mean, low, high in results.ability_table(people):
        print(
            f"  {label:>9}  {n:>3}  {mean:>5.2f}  {low:>5.2f}  {high:>5.2f}  {'█' * round(30 * mean)}"
        )
    print(f"  r(d′, điểm / score) = {results.ability_score_r(people):.3f}")
    print("Gian lận / Cheaters:")
    for cheat, score in results.cheaters(people).items():
        print(f"  {cheat:>10}  {score:.3f}")
    print("Giây mỗi bước / Seconds per step:")
    print("  " + "  ".join(f"{name} {took:.1f}" for name, took in stages.seconds.items()))


def _plan(site: SitePaths, port: int) -> HubPlan:
    """Find out now, not after the work, whether the hub's port is free."""
    config = ROOT / "hub_config" / "config.yaml"
    return HubPlan(site, config, load_settings(config), Ports.free(port))


def _serve(plan: HubPlan) -> NoReturn:
    """Become the hub, so that Ctrl-C stops it as anywhere else."""
    from hoichan_hub.people import read_or_make_passwords

    passwords = read_or_make_passwords(plan.site)
    print(f"\nJupyterHub: {plan.url}")
    print(f"  học viên / learner:      {VISITOR}    {passwords.learners}")
    print(f"  giảng viên / instructor: {INSTRUCTOR}  {passwords.instructors}")
    print("  Dừng bằng Ctrl-C / Ctrl-C stops it.", flush=True)
    command = Path(sys.executable).with_name("hoichan-hub")
    web = str(plan.ports.web)
    os.execv(command, [str(command), "start", "--site", str(plan.site.root), "--port", web])  # noqa: S606


if __name__ == "__main__":
    sys.exit(main())
