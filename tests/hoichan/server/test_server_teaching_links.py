"""What the course page shows to those who teach, and to nobody else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from hoichan.server import pages
from hoichan.server.course import CourseList
from hoichan.server.surroundings import Surroundings

PORTAL = "/hoc/services/portal/"


def course_page(*, instructor, formgrader="/hoc/services/hoichan/formgrader"):
    surroundings = Surroundings(
        home=Path(), connect=lambda: None, portal_pages=PORTAL, formgrader=formgrader
    )
    return pages.render(
        "course.html.j2",
        course=CourseList(rows=(), instructor=instructor, trouble=None),
        surroundings=surroundings,
        lang="vi",
        base="/user/thu/hoichan/",
        xsrf="",
    )


@pytest.mark.parametrize(
    ("lang", "page", "said"),
    [("vi", "index.html", "Bộ dữ liệu"), ("en", "index.en.html", "Datasets")],
)
def test_instructors_find_the_datasets_in_their_language(lang, page, said):
    html = course_page(instructor=True)
    link = re.search(rf'<a lang="{lang}" href="([^"]+)"[^>]*>(.*?)</a>', html)
    assert link[1] == f"{PORTAL}datasets/gallery/{page}"
    assert said in link[2]


def test_learners_and_servers_without_a_hub_have_no_such_link():
    assert "datasets" not in course_page(instructor=False)
    assert "datasets" not in course_page(instructor=True, formgrader=None)
