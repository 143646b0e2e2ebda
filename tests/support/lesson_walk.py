"""A walk through lessons of the course on a hub: open, switch language, answer, submit, be graded."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

from course_lessons import SPECS
from hoichan.personas import answers
from hoichan.schema.key import Key
from hoichan.schema.lesson import LessonSpec
from hoichan.schema.report import GradeRecord
from hoichan.schema.site import SitePaths
from hoichan.schema.text import Lang
from hoichan.schema.variant import PublicVariant
from hoichan_grader import pipeline
from hoichan_grader.pools import load_pools
from hoichan_grader.records import read_records
from hoichan_grader.roster import Learner
from hoichan_grader.sources import Sources
from hub_browser import SLOW, sign_in, xsrf
from hub_site import SECRET, HubSite, serving
from lesson_answers import answer
from offline_guard import OfflineGuard

# Feedback is a page without scripts and lets none run; the browser says so when a test reads it.
NO_SCRIPTS = r"Blocked script execution in '[^']*/portal/feedback/"
WINDOW = {"width": 1366, "height": 768}
OTHER: dict[Lang, Lang] = {"vi": "en", "en": "vi"}
SAYS: dict[Lang, dict[str, str]] = {
    "vi": {"course": "Các bài học của bạn", "submitted": "Đã nộp bài", "result": "Kết quả"},
    "en": {"course": "Your lessons", "submitted": "Submitted", "result": "Your result"},
}


@dataclass(frozen=True)
class Taker:
    """Who takes the lessons, following which of the personas, beginning in which language."""

    name: str
    strategy: str
    lang: Lang


CAREFUL = Taker("can_than", "reference", "vi")
CARELESS = Taker("voi_tin", "accept_all", "en")
TAKERS = (CAREFUL, CARELESS)


def lessons_on_the_hub() -> tuple[str, ...]:
    """Lessons in the order of the course; the code lab, for those who program, is not given here."""
    return tuple(m.lesson for m in Sources.of_repository().course_map().modules if not m.optional)


# What a person sees of the two languages: which sections are shown, which titles the tasks have.
_SEEN = """() => {
  const shown = (node) => node.checkVisibility();
  const sections = (lang) => [...document.querySelectorAll(`.hoichan-lesson .jp-Cell[data-hoichan-lang=${lang}]`)];
  const texts = (nodes) => nodes.filter(shown).map((node) => node.textContent.trim());
  const headings = (lang) => texts(sections(lang).flatMap((cell) => [...cell.querySelectorAll("h1, h2")]));
  return {
    lang: document.documentElement.lang,
    title: document.title,
    shown: { vi: sections("vi").filter(shown).length, en: sections("en").filter(shown).length },
    there: { vi: sections("vi").length, en: sections("en").length },
    headings: { vi: headings("vi"), en: headings("en") },
    tasks: texts([...document.querySelectorAll(".hoichan-widget .hc-title")]),
  };
}"""
# All tasks drawn in this language, and saved.
_READY = """([tasks, lang]) => {
  const widgets = [...document.querySelectorAll(".hoichan-widget")];
  return widgets.length === tasks && widgets.every((each) => each.lang === lang)
    && document.querySelector(".hcf-status")?.dataset.status === "saved";
}"""


@dataclass
class Person:
    """A learner at their own browser, signed in; ``lang`` is the language they last chose."""

    taker: Taker
    hub: HubSite
    context: BrowserContext
    guard: OfflineGuard
    lang: Lang
    page: Page  # one for all lessons: the browser need not read Jupyter's scripts anew each time
    course_page: str

    def open(self, spec: LessonSpec) -> None:
        """Find the lesson on the course page, which is in the person's language, and open it."""
        page = self.page
        page.goto(self.course_page)
        assert page.locator("h1").inner_text() == SAYS[self.lang]["course"]
        card = page.locator(f"[data-lesson={spec.id}]")
        assert card.locator("h2").inner_text().strip() == spec.title[self.lang]
        card.locator("button").click()

    def wait_for(self, spec: LessonSpec) -> None:
        """Wait for the lesson that is opening: it is in the person's language."""
        ready(self.page, spec, self.lang)
        assert_language(self.page, spec, self.lang)

    def switch(self, spec: LessonSpec) -> None:
        """Choose the other language: every text on the page follows."""
        page = self.page
        self.lang = OTHER[self.lang]
        page.locator(f".hcf-languages [data-lang={self.lang}]").click()
        ready(page, spec, self.lang)
        assert_language(page, spec, self.lang)

    def answer(self, task: str) -> None:
        """Answer a task of the open lesson as this kind of person does."""
        variant, key = self.hub.variant(self.taker.name, task)
        payload = answers(self.taker.strategy, variant, key, Random(task))
        answer(self.page, variant, payload, self.lang)

    def ask_to_submit(self, spec: LessonSpec) -> None:
        """Press "submit"; the dialog that asks once more tells how far each task is."""
        page = self.page
        page.locator("[data-submit]").click()
        page.locator("dialog[data-state=confirm]").wait_for()
        states = page.locator(".hcf-tasks li").evaluate_all(
            "nodes => nodes.map((node) => node.dataset.state)"
        )
        assert len(states) == len(spec.graded)
        # Who believes everything looks nothing up: numbers and proofs that are asked for are missing.
        if self.taker.strategy == "reference":
            assert set(states) == {"all"}, f"not everything counts as answered: {states}"

    def submit(self) -> str:
        """Say yes; returns the number on the receipt, in the person's language."""
        page = self.page
        page.locator("[data-action='confirm.ok']").click()
        dialog = page.locator("dialog[data-state=receipt]")
        dialog.wait_for()
        assert SAYS[self.lang]["submitted"] in dialog.locator("h2").inner_text()
        return dialog.locator(".hcf-code").first.inner_text()

    def leave(self) -> None:
        """Close the lesson and end its kernel, as the hub does in the end with an idle one."""
        page = self.page
        page.goto(self.course_page)
        base = self.course_page.removesuffix("/hoichan/")
        for kernel in page.request.get(f"{base}/api/kernels").json():
            page.request.delete(f"{base}/api/kernels/{kernel['id']}", headers=xsrf(page))

    def feedback(self, lesson: str) -> Page:
        """From the course page to the feedback on a lesson."""
        page = self.page
        page.goto(self.course_page)
        link = page.locator(f"[data-lesson={lesson}] a[href$='feedback/{lesson}']")
        with self.context.expect_page() as opened:
            link.click()
        return opened.value


def ready(page: Page, spec: LessonSpec, lang: Lang) -> None:
    """Wait until all tasks of the lesson are on the page, in this language and saved."""
    page.wait_for_function(_READY, arg=[len(spec.tasks), lang], timeout=SLOW)


def assert_language(page: Page, spec: LessonSpec, lang: Lang) -> None:
    """Everything of the lesson is shown in ``lang``, nothing in the other language."""
    seen = page.evaluate(_SEEN)
    other = OTHER[lang]
    assert seen["lang"] == lang
    assert spec.title[lang] in seen["title"]
    assert seen["shown"][other] == 0, f"shown in {other} too: {seen['headings'][other]}"
    assert seen["shown"][lang] == seen["there"][lang] == seen["there"][other] > 0
    assert len(seen["headings"][lang]) > 1
    wanted = {task.title[lang] for task in spec.tasks}
    assert set(seen["tasks"]) == wanted, f"titles of tasks: {set(seen['tasks']) ^ wanted}"


@dataclass
class Walk:
    """A hub on which lessons are handed out as they are taken, and two people who take them."""

    hub: HubSite
    people: tuple[Person, ...]
    receipts: dict[tuple[str, str], str] = field(default_factory=dict)
    _ended: dict[str, BaseException | None] = field(default_factory=dict)
    _pools: dict[str, dict[str, Any]] = field(default_factory=dict)

    def take(self, lesson: str) -> None:
        """Everybody takes the lesson, once; asked again, it tells how that ended.

        Raises:
            AssertionError: something on the way was not as it should be (and whatever else happened).
        """
        if lesson not in self._ended:
            try:
                self.hand_out(lesson)
                for person in self.people:
                    person.open(SPECS[lesson])  # one page is loaded while the other is answered
                for person in self.people:
                    self._take(person, lesson)
                self._ended[lesson] = None
            except BaseException as problem:
                self._ended[lesson] = problem
                raise
        problem = self._ended[lesson]
        if problem is not None:
            raise AssertionError(f"{lesson} was not taken: {problem}") from problem

    def hand_out(self, lesson: str) -> None:
        """Freeze the lesson's cases and release it, drafts with their banner."""
        pipeline.freeze_pools(self.hub.site, lesson, allow_draft=True)
        with self.hub.staff() as staff:
            pipeline.release_lesson(self.hub.site, lesson, client=staff)

    def at(self, lesson: str) -> None:
        """Let the hub's ``variant`` speak of this lesson's tasks."""
        site = self.hub.site
        if lesson not in self._pools:
            tasks = [task.id for task in SPECS[lesson].graded]
            self._pools[lesson] = {task: load_pools(site, lesson, task)[0] for task in tasks}
        self.hub.pools.clear()
        self.hub.pools.update(self._pools[lesson])

    def _take(self, person: Person, lesson: str) -> None:
        spec = SPECS[lesson]
        self.at(lesson)
        try:
            person.wait_for(spec)
            person.switch(spec)
            for task in spec.graded:
                person.answer(task.id)
            person.ask_to_submit(spec)
            self.receipts[person.taker.name, lesson] = person.submit()
        finally:
            person.leave()

    def grade(self, lessons: Sequence[str]) -> None:
        """Collect and grade what was handed in, then write all feedback."""
        with self.hub.staff() as staff:
            for lesson in lessons:
                pipeline.collect(self.hub.site, lesson, client=staff)
                pipeline.grade_lesson(self.hub.site, lesson)
        for lesson in lessons:
            pipeline.write_feedback(self.hub.site, lesson)

    def record(self, person: Person, lesson: str) -> GradeRecord:
        """What was decided about somebody's lesson."""
        return read_records(self.hub.site, lesson)[person.taker.name]

    def handed_out(self, person: Person, lesson: str) -> Iterator[tuple[PublicVariant, Key]]:
        """What somebody was given in a lesson, with its key."""
        self.at(lesson)
        for task in SPECS[lesson].graded:
            yield self.hub.variant(person.taker.name, task.id)


@contextmanager
def walking(browser: Browser, takers: Sequence[Taker] = TAKERS) -> Iterator[Walk]:
    """A hub on a site of its own, and everybody signed in with a browser of their own."""
    root = Path(tempfile.mkdtemp(prefix="hoichan-walk-"))
    contexts: list[BrowserContext] = []
    try:
        roster = [Learner(learner=taker.name, lang=taker.lang) for taker in takers]
        pipeline.init_site(SitePaths(root), roster=roster, secret=SECRET)
        with serving(root, {}) as hub:
            people = []
            for taker in takers:
                context = browser.new_context(viewport=WINDOW)  # type: ignore[arg-type]
                context.set_default_timeout(SLOW)
                contexts.append(context)
                people.append(_signed_in(taker, hub, context))
            yield Walk(hub, tuple(people))
            for context in contexts:
                context.close()
    finally:
        shutil.rmtree(root, ignore_errors=True)


def _signed_in(taker: Taker, hub: HubSite, context: BrowserContext) -> Person:
    guard = OfflineGuard(allow=[NO_SCRIPTS])
    guard.watch(context)
    page = context.new_page()
    sign_in(page, hub, taker.name)
    return Person(taker, hub, context, guard, taker.lang, page, page.url)
