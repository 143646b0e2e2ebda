"""Pictures of lessons as learners meet them on the hub, screen by screen, in both languages.

For looking a lesson over: the notebook as it opens (and, with ``--answered``, once it is answered),
the dialog that asks before submitting, the receipt, the feedback in full length.

    .venv/bin/python scripts/lesson_shots.py s1_numbers s3_charts --out build/shots
"""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Page, sync_playwright
from tqdm import tqdm

ROOT = Path(__file__).resolve().parent.parent
sys.path.append(str(ROOT / "tests" / "support"))

from course_lessons import SPECS  # noqa: E402 - lies with the tests, which walk the same way
from hoichan.schema.text import LANGS  # noqa: E402
from lesson_walk import Person, Taker, Walk, lessons_on_the_hub, walking  # noqa: E402

# A screen less a few lines, so that nothing is cut in two on every picture it is on.
_SCROLL = """(back) => {
  let box = document.querySelector(".hoichan-lesson .jp-Cell").parentElement;
  while (box && !(box.scrollHeight > box.clientHeight + 1 && getComputedStyle(box).overflowY !== "visible")) box = box.parentElement;
  box = box || document.scrollingElement;
  const before = box.scrollTop;
  box.scrollTop = back ? 0 : before + box.clientHeight - 60;
  return box.scrollTop !== before;
}"""


def main(argv: Sequence[str] | None = None) -> int:
    """Take all pictures of the lessons named; says where they are."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("lessons", nargs="+", metavar="LESSON", choices=lessons_on_the_hub())
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "lesson_shots")
    parser.add_argument("--strategy", choices=("reference", "accept_all"), default="accept_all")
    parser.add_argument("--answered", action="store_true", help="the notebook after answering too")
    options = parser.parse_args(argv)
    takers = [Taker(f"hoc_vien_{lang}", options.strategy, lang) for lang in LANGS]
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        with walking(browser, takers) as walk:
            for lesson in tqdm(options.lessons, desc="lesson shots", unit=" lesson"):
                walk.hand_out(lesson)
                for person in walk.people:
                    take(walk, person, lesson, options.out, answered=options.answered)
            walk.grade(options.lessons)
            for lesson in options.lessons:
                for person in walk.people:
                    take_feedback(walk, person, lesson, options.out)
        browser.close()
    print(f"{len(list(options.out.glob('*/*/*.png')))} pictures in {options.out}")
    return 0


def take(walk: Walk, person: Person, lesson: str, out: Path, *, answered: bool) -> None:
    """The notebook, the dialog and the receipt of one person."""
    folder = out / lesson / person.lang
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.png"):
        old.unlink()
    spec = SPECS[lesson]
    walk.at(lesson)
    page = person.page
    person.open(spec)
    person.wait_for(spec)
    screens(page, folder, "opened")
    for task in spec.graded:
        person.answer(task.id)
    if answered:
        screens(page, folder, "answered")
    person.ask_to_submit(spec)
    page.screenshot(path=folder / "submit.png")
    person.submit()
    page.screenshot(path=folder / "submitted.png")
    person.leave()


def screens(page: Page, folder: Path, name: str) -> None:
    """The lesson from top to bottom, a picture a screen."""
    page.evaluate(_SCROLL, True)
    place = 1
    while True:
        page.wait_for_timeout(150)  # pictures of charts are decoded as they come into sight
        page.screenshot(path=folder / f"{name}_{place:02d}.png")
        if not page.evaluate(_SCROLL, False):
            return
        place += 1


def take_feedback(walk: Walk, person: Person, lesson: str, out: Path) -> None:
    """The feedback page, unless it waits for another lesson."""
    if not walk.hub.site.feedback(lesson, person.taker.name).is_file():
        return
    page = person.feedback(lesson)
    page.screenshot(path=out / lesson / person.lang / "feedback.png", full_page=True)
    page.close()


if __name__ == "__main__":
    sys.exit(main())
