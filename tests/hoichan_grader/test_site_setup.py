"""Setting up a site: who may read what, and nothing that exists is lost."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from hoichan.schema.site import SitePaths
from hoichan_grader.course import Course
from hoichan_grader.pipeline import init_site
from hoichan_grader.roster import Learner, read_roster
from hoichan_grader.site_setup import read_secret
from hoichan_grader.texts import GraderError


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_keys_gradebook_and_records_are_closed_to_others(released_site):
    site = SitePaths(released_site)
    for folder in (site.keys, site.course, site.root / "records", site.root / "feedback"):
        assert mode(folder) == 0o700, folder
    for file in (site.course_secret, site.roster, site.course / "gradebook.db"):
        assert mode(file) == 0o600, file


@pytest.fixture
def site(tmp_path, monkeypatch):
    # nbgrader asks the alembic command for its schema's version: seconds, and not what is tested.
    monkeypatch.setattr("nbgrader.api.get_alembic_version", lambda: "0")
    return SitePaths(tmp_path / "site")


def test_a_random_secret_is_made_once_and_kept(site):
    init_site(site)
    secret = read_secret(site)
    assert len(secret) == 32
    assert site.course_secret.read_text() == secret.hex() + "\n"
    site.course_secret.chmod(0o644)
    init_site(site)
    assert read_secret(site) == secret
    assert mode(site.course_secret) == 0o600


def test_a_given_secret_never_replaces_another(site):
    init_site(site, secret=b"a" * 32)
    init_site(site, secret=b"a" * 32)
    with pytest.raises(GraderError) as caught:
        init_site(site, secret=b"b" * 32)
    assert "không ghi đè" in caught.value.text.vi.lower()
    assert read_secret(site) == b"a" * 32


def test_a_damaged_secret_is_named_and_not_replaced(site):
    init_site(site)
    site.course_secret.write_text("zz")
    with pytest.raises(GraderError) as caught:
        read_secret(site)
    assert str(site.course_secret) in caught.value.text.en
    assert site.course_secret.read_text() == "zz"


def test_the_class_list_comes_into_the_gradebook_with_names(site):
    init_site(site, roster=[Learner(learner="hoa", name="Đỗ Thị Hoà", lang="en", group="A")])
    init_site(site)  # without a roster: the list stays
    assert read_roster(site.roster)["hoa"].group == "A"
    with Gradebook(site.gradebook_url, "hoichan") as gradebook:
        student = gradebook.find_student("hoa")
        assert (student.last_name, student.first_name) == ("Đỗ", "Thị Hoà")


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ("name,lang\n", 1, "learner,name,lang,group"),
        ("learner,name,lang,group\nan,An,vi,\n../x,X,vi,\n", 3, "../x"),
        ("learner,name,lang,group\nan,An,fr,\n", 2, "fr"),
        ("learner,name,lang,group\nan,An,vi,\nan,An,vi,\n", 3, "an"),
    ],
)
def test_a_mistake_in_the_class_list_is_told_with_its_line(tmp_path, text, line, word):
    path = tmp_path / "roster.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(GraderError) as caught:
        read_roster(path)
    assert f"dòng {line}" in caught.value.text.vi
    assert f"line {line}" in caught.value.text.en
    assert word in caught.value.text.vi


def test_nbgrader_reads_the_course_settings_wherever_the_site_lies(course):
    app = Course(course.site).app
    assert app.coursedir.course_id == "hoichan"
    assert app.coursedir.db_url == course.site.gradebook_url
    assert not any("Execute" in str(one) for one in app.config.Autograde.autograde_preprocessors)
    assert "hoichan_grader.exchange" in app.config.ExchangeFactory.release_assignment


def test_a_site_that_is_not_set_up_says_what_to_do(tmp_path):
    with pytest.raises(GraderError) as caught:
        Course(SitePaths(tmp_path / "nowhere"))
    assert "hoichan-grade --site" in caught.value.text.en
