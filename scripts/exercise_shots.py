"""Pictures of every exercise type for the documentation; see `make exercise-shots`.

The gallery lesson in Notebook 7, as a learner has it: each task with one answer, and its practice
twin with the feedback that was asked for.
"""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from playwright.sync_api import Locator, Page, expect
from tqdm import tqdm

from first_answers import ANSWERING, first_answer
from gallery_page import gallery_page
from hoichan.schema.text import LANGS

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "exercise_types"
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
    picture.save(out / f"{task}_{lang}_{size}.webp", quality=75, method=6)


if __name__ == "__main__":
    sys.exit(main())
