"""A small site with a released lesson, tokens and a real portal on a free loopback port."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

import httpx
import pytest

from hoichan.portal_client import PortalClient
from hoichan.schema.case import CompiledCase, PlantRules, Review, Unit, Wording, WrongWording
from hoichan.schema.exercises.span_critique import (
    PublicAnswer,
    PublicUnit,
    SpanCritiqueKey,
    SpanCritiquePool,
    SpanCritiqueVariant,
)
from hoichan.schema.portal import LessonMeta
from hoichan.schema.site import SitePaths
from hoichan.schema.text import Bilingual
from hoichan_hub.portal import PortalSettings, add_token, running_portal

LESSON = "s1_numbers"
META = LessonMeta(
    id=LESSON,
    title=Bilingual(vi="Con số biết nói", en="Numbers that speak"),
    pillar="skillset",
    minutes=40,
    points=70,
    tasks=("x1", "x2"),
)
NOTEBOOK = json.dumps({"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()


def both(text):
    return Bilingual(vi=f"{text} (vi)", en=f"{text} (en)")


def small_pool(task):
    """One case with one wrong wording, whose private parts are easy to search for."""
    wrong = WrongWording(
        text=both("Công suất 115 phần trăm"),
        asserts={"occ": 1.15},
        id="wrong-wording-id",
        category="num_denominator",
        severity=3,
        level=2,
        core_vi={"start": 0, "end": 4},
        core_en={"start": 0, "end": 4},
        why=both("PRIVATE-WHY"),
        check=both("PRIVATE-CHECK"),
    )
    case = CompiledCase(
        id="case-one",
        version=1,
        type="span_critique",
        role="admin",
        as_of="2025-03-31",
        datasets=("monthly_activity",),
        title=both("Khoa Nội"),
        prompt=both("Tóm tắt"),
        truths=(),
        units=(Unit(id="u1", true=Wording(text=both("Công suất 98"), asserts={}), wrong=(wrong,)),),
        review=Review(status="draft"),
        sha256="0" * 64,
    )
    return SpanCritiquePool(
        lesson=LESSON,
        task=task,
        type="span_critique",
        title=both("Bài"),
        points=35,
        rules=PlantRules(planted=(1, 1)),
        cases=(case,),
    )


def stub_variant(pool, secret, learner, attempt=1):
    """Same signature as hoichan.cases.variant.make_variant; text depends on the learner."""
    unit = pool.cases[0].units[0]
    variant = SpanCritiqueVariant(
        lesson=pool.lesson,
        task=pool.task,
        type=pool.type,
        variant=f"id-of-{learner}",
        learner=learner,
        points=pool.points,
        title=both("Bài"),
        answers=(
            PublicAnswer(
                aid="a1",
                title=both("Thẻ"),
                prompt=both("Tóm tắt"),
                as_of="2025-03-31",
                units=(PublicUnit(uid="a1.u1", text=unit.wrong[0].text),),
                provenance={"kind": "generated"},
            ),
        ),
    )
    key = SpanCritiqueKey(
        lesson=pool.lesson,
        task=pool.task,
        type=pool.type,
        variant=variant.variant,
        points=pool.points,
        pool_sha256=secret.hex(),
    )
    return variant, key


@dataclass
class Site:
    """A site on disk with three token holders."""

    paths: SitePaths
    tokens: dict[str, str] = field(default_factory=dict)

    def settings(self, **changes):
        return PortalSettings(site=self.paths, **changes)


@pytest.fixture
def site(tmp_path):
    paths = SitePaths(tmp_path / "site")
    (paths.keys / LESSON).mkdir(parents=True)
    paths.course_secret.write_text("ab" * 32, encoding="ascii")
    for task in META.tasks:
        pool = small_pool(task).model_dump_json()
        paths.pool(LESSON, task).write_text(pool, encoding="utf-8")
    made = Site(paths)
    made.tokens = {
        "lan": add_token(paths, "lan"),
        "minh": add_token(paths, "minh"),
        "co-hoa": add_token(paths, "co-hoa", "instructor"),
    }
    return made


@dataclass
class Portal:
    """A running portal with a client for each token holder."""

    url: str
    site: Site
    clients: list[PortalClient] = field(default_factory=list)

    def client(self, name):
        made = PortalClient(self.url, self.site.tokens[name], pause=lambda seconds: None)
        self.clients.append(made)
        return made

    def http(self, name=None):
        """A bare client, for requests that PortalClient would never send."""
        headers = {} if name is None else {"Authorization": f"token {self.site.tokens[name]}"}
        made = httpx.Client(base_url=self.url, headers=headers, trust_env=False, timeout=20)
        self.clients.append(made)
        return made

    def close(self):
        for made in self.clients:
            made.close()


@pytest.fixture
def portal(site):
    with running_portal(site.settings(), variants=stub_variant) as url:
        made = Portal(url, site)
        made.client("co-hoa").release(META, {f"{LESSON}.ipynb": NOTEBOOK})
        yield made
        made.close()


def work(answer="một"):
    """Files as a learner hands them in."""
    return {
        f"{LESSON}.ipynb": NOTEBOOK,
        "answers/x1.json": json.dumps({"answer": answer}, ensure_ascii=False).encode(),
    }


@pytest.fixture
def sample():
    """What tests need beside the fixtures (test modules cannot import a conftest)."""
    return _Sample()


class _Sample:
    lesson = LESSON
    meta = META
    notebook = NOTEBOOK
    work = staticmethod(work)
    variant = staticmethod(stub_variant)
    portal_type = Portal
