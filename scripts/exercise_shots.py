"""Pictures of every exercise type for the documentation; see `make exercise-shots`.

The gallery lesson in Notebook 7, as a learner has it: each task with one answer, and its practice
twin with the feedback that was asked for.
"""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Sequence
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from playwright.sync_api import Locator, Page, expect
from tqdm import tqdm

from first_answers import ANSWERING, first_answer
from gallery_page import gallery_page
from hoichan.cases.yaml_source import read_yaml
from hoichan.schema.lesson import LessonSpec
from hoichan.schema.text import LANGS

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "exercise_types"
LESSON = ROOT / "notebooks" / "authors" / "exercise_types" / "lesson.yaml"
# Higher than any task: the lesson's own bar, which stays in place, must not cover a part of one.
SIZES = {"desktop": {"width": 1366, "height": 4500}, "phone": {"width": 375, "height": 9000}}
# Of practice one picture in each language is enough.
PRACTICE = {("vi", "desktop"), ("en", "phone")}
_SLOW_MS = 60_000


def main(argv: Sequence[str] | None = None) -> int:
    """Write all pictures anew; says how large they are together."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--only", nargs="*", metavar="N", default=list(ANSWERING))
    parser.add_argument("--out", type=Path, default=FOLDER)
    options = parser.parse_args(argv)
    options.out.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as root, gallery_page(Path(root)) as page:
        for n in tqdm(options.only, desc="exercise shots", unit=" type"):
            for kind in "xp":
                first_answer(task_on(page, f"{kind}{n}"))
        for lang in LANGS:
            for size, viewport in SIZES.items():
                page.set_viewport_size(viewport)  # type: ignore[arg-type]
                page.locator(f".hcf-languages [data-lang={lang}]").click()
                for n in options.only:
                    take(page, f"x{n}", lang, size, options.out)
                    if (lang, size) in PRACTICE:
                        take(page, f"p{n}", lang, size, options.out)
    write_pages(options.out)
    made = list(options.out.glob("*.webp"))
    print(f"{len(made)} pictures, {sum(each.stat().st_size for each in made) / 2**20:.1f} MB")
    return 0


def task_on(page: Page, task: str) -> Locator:
    """The root of a task's widget."""
    return page.locator(f".hoichan-widget[data-task={task}]")


def take(page: Page, task: str, lang: str, size: str, out: Path) -> None:
    """One picture of one task; practice is asked for its feedback first."""
    root = task_on(page, task)
    expect(root).to_have_attribute("lang", lang)
    if task.startswith("p"):
        root.locator("[data-k=ask-feedback]").click()
        expect(root.locator("[data-k=feedback]")).to_be_visible(timeout=_SLOW_MS)
    expect(root).to_have_attribute("data-status", "saved", timeout=_SLOW_MS)
    picture = Image.open(io.BytesIO(root.screenshot(animations="disabled", caret="hide")))
    picture.save(out / f"{task}_{lang}_{size}.webp", quality=40, method=6)


# What the two pages say, by language: title, what it is, and the names under the pictures.
_SAID = {
    "vi": (
        "Các loại bài tập",
        (
            "Ảnh chụp từ bài học `exercise_types` trong Notebook 7, mỗi bài đã trả lời một ý. Lệnh "
            "`make exercise-shots` chụp lại tất cả và viết lại trang này."
        ),
        {"x": "Chấm điểm", "p": "Luyện tập, có phản hồi"},
        {"desktop": "máy tính", "phone": "điện thoại"},
        "Cách soạn",
    ),
    "en": (
        "Exercise types",
        (
            "Taken from the lesson `exercise_types` in Notebook 7, with one answer given in each task. "
            "`make exercise-shots` takes all of them anew and writes this page."
        ),
        {"x": "Graded", "p": "Practice, with feedback"},
        {"desktop": "computer", "phone": "phone"},
        "How to write one",
    ),
}


def write_pages(folder: Path) -> None:
    """A page in each language that shows the pictures which are there."""
    spec, _lines = read_yaml(LESSON, LessonSpec)
    for lang in LANGS:
        title, about, kinds, sizes, how = _SAID[lang]
        lines = [f"# {title}", "", about]
        for task in spec.graded:
            lines += ["", f"## {task.title[lang]}", ""]
            guide = f"authoring/{task.type}.{lang}.md"
            if not (FOLDER.parent / guide).is_file():  # the first type is the guide's own example
                guide = f"authoring.{lang}.md"
            lines.append(f"`{task.type}` · [{how}](../{guide})")
            for kind, size in product(kinds, sizes):
                picture = f"{kind}{task.id[1:]}_{lang}_{size}.webp"
                if (folder / picture).is_file():
                    said = f"{kinds[kind]}, {sizes[size]}"
                    lines += ["", f"![{task.title[lang]}: {said}]({picture})"]
        (folder / f"index.{lang}.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
