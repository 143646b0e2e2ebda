"""``make demo``: one lesson from synthetic data to graded feedback, then a hub to try it in.

Forty simulated learners of known ability do what a class does, through the same code: fetch their
own variant from the submission service, answer through the widgets, submit, get graded.
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

from demo_class import (
    Course,
    ability_score_r,
    ability_table,
    cheater_scores,
    hold_class,
    roster,
)
from demo_course import (
    DemoError,
    check_everyones_variant,
    check_lesson,
    lesson_datasets,
    make_tables,
)
from demo_stage import Bar, Stages
from hoichan.portal_client import PortalClient
from hoichan.schema.site import SitePaths
from hoichan_grader import pipeline
from hoichan_grader.bulk import GradingRun, Progress
from hoichan_grader.simulation import SimulatedLearner, cohort
from hoichan_grader.texts import GraderError
from hoichan_hub.plan import HubPlan, Ports
from hoichan_hub.portal.serving import running_portal
from hoichan_hub.portal.settings import PortalSettings
from hoichan_hub.portal.tokens import add_token
from hoichan_hub.settings import ConfigError, load_settings

LESSON = "s1_numbers"
TASKS = ("x2", "x1")
LEARNERS = 40
VISITOR = "hocvien"
INSTRUCTOR = "giangvien"
ROOT = Path(__file__).resolve().parent.parent


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the demo; 0 when everything was done."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--no-hub", action="store_true", help="do all but the serving")
    parser.add_argument("--site", type=Path, default=ROOT / "build" / "demo")
    parser.add_argument("--port", type=int, default=8000, help="the hub's port on 127.0.0.1")
    parser.add_argument("--seed", type=int, default=2026, help="of the cohort and the variants")
    options = parser.parse_args(arguments)
    site = SitePaths(options.site.resolve())
    try:
        plan = None if options.no_hub else _plan(site, options.port)
        run_main_job(site, options.seed)
    except (DemoError, GraderError, ConfigError) as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    if plan is not None:
        _serve(plan)
    return 0


def run_main_job(site: SitePaths, seed: int) -> dict[str, object]:
    """Everything but the serving; returns what is written to ``summary.json``."""
    _make_room(site)
    course = Course(site, LESSON, TASKS, seed)
    people = cohort(LEARNERS, seed)
    stages = Stages(total=8)
    _prepare(site, people, seed, stages)
    names = [*(person.name for person in people), VISITOR]
    with stages.stage("variants", "Biến thể và đáp án / Variants and their keys") as said:
        units = check_everyones_variant(course, names, Bar("learner"))
        said.append(f"{len(names)} learners, {units:,} units recomputed: every key holds")
    settings = PortalSettings.from_environment(site, {})
    with running_portal(settings) as url:
        instructor = PortalClient(url, add_token(site, INSTRUCTOR, "instructor"))
        with stages.stage("release", "Phát hành bài / Release through nbgrader") as said:
            files = pipeline.release_lesson(site, LESSON, client=instructor)
            said.append(f"{len(files)} file(s) at the submission service, no key among them")
        with stages.stage("class", "Lớp học mô phỏng / Simulated class") as said:
            receipts = hold_class(course, people, url, Bar("learner"))
            said.append(f"{len(receipts)} learners fetched, answered, submitted")
        with stages.stage("grade", "Thu bài và chấm / Collect and grade") as said:
            pipeline.collect(site, LESSON, client=instructor, progress=_bar("submission"))
            run = pipeline.grade_lesson(site, LESSON, progress=_bar("submission"))
            said.append(f"{len(run.records)} graded, {run.exit_status} need a look")
        instructor.close()
    with stages.stage("feedback", "Phản hồi và báo cáo / Feedback and cohort report") as said:
        pages = pipeline.write_feedback(site, LESSON, progress=_bar("page"))
        report = pipeline.write_report(site, LESSON)
        said.append(f"{len(pages)} feedback pages, {report.relative_to(site.root)}")
    summary: dict[str, object] = {
        "learners": len(people),
        "ability_score_r": round(ability_score_r(people, run.records), 4),
        "cheater_scores": cheater_scores(people, run.records),
        "seconds": stages.seconds,
        "feedback_pages": len(pages),
        "report": str(report.relative_to(site.root)),
        "needs_look": run.exit_status,
    }
    text = json.dumps(summary, ensure_ascii=False, indent=2) + "\n"
    (site.root / "summary.json").write_text(text, encoding="utf-8")
    _print(people, run, stages)
    return summary


def _prepare(
    site: SitePaths, people: Sequence[SimulatedLearner], seed: int, stages: Stages
) -> None:
    """Tables, cases, lesson and site."""
    with stages.stage("data", "Dữ liệu mô phỏng / Synthetic data") as said:
        rows, truths = make_tables(site.root / "tables", lesson_datasets(LESSON), Bar("dataset"))
        said.append(f"{rows:,} rows as published, {truths} truths recomputed")
    with stages.stage("lesson", "Dựng bài học / Build the lesson") as said:
        check_lesson(LESSON)
        said.append(f"{LESSON}: vi + en in one notebook, up to date")
    with stages.stage("cases", "Biên dịch tình huống / Compile the cases") as said:
        # A fixed secret makes the demo repeatable; a real course gets 32 random bytes.
        secret = sha256(f"hoichan demo {seed}".encode()).digest()
        pipeline.init_site(site, roster=roster(people, VISITOR), secret=secret)
        pools = pipeline.freeze_pools(site, LESSON, allow_draft=True, progress=_bar("step"))
        said.append(f"{len(pools)} task pools compiled, checked and frozen")


def _bar(unit: str) -> Progress:
    """A bar in the form that the grader's steps report to."""
    show = Bar(unit)
    return lambda _what, done, total: show(done, total)


def _make_room(site: SitePaths) -> None:
    """Keep the last demo beside the new one: somebody may have worked in it."""
    if not site.root.exists():
        return
    previous = site.root.with_name(f"{site.root.name}.previous")
    if previous.exists():
        shutil.rmtree(previous)
    site.root.rename(previous)
    print(f"Bản demo trước được giữ ở / The last demo was kept in {previous}")


def _print(people: Sequence[SimulatedLearner], run: GradingRun, stages: Stages) -> None:
    """The closing table."""
    print("\nNăng lực gài sẵn và điểm / Planted ability and score (share of 70 points)")
    print(f"  {'d′':>9}  {'n':>3}  {'mean':>5}  {'min':>5}  {'max':>5}")
    for label, n, mean, low, high in ability_table(people, run.records):
        print(
            f"  {label:>9}  {n:>3}  {mean:>5.2f}  {low:>5.2f}  {high:>5.2f}  {'█' * round(30 * mean)}"
        )
    print(f"  r(d′, điểm / score) = {ability_score_r(people, run.records):.3f}")
    print("Gian lận / Cheaters:")
    for cheat, score in cheater_scores(people, run.records).items():
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
