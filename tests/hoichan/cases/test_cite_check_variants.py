"""X6: references planted by rule, drawn for a learner, and proven from the registry alone."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest

from exercise_samples import pool_of
from hoichan import data
from hoichan.cases.dice import Dice
from hoichan.cases.errors import CaseError, PoolError, Problem
from hoichan.cases.exercises.cite_check import _verdicts
from hoichan.cases.library import inspect_case
from hoichan.cases.pool import build_pool
from hoichan.cases.variant import make_variant, variant_bytes
from hoichan.cases.variant_check import VariantCheck
from hoichan.data.registry import documents, successor
from hoichan.schema.case import PlantRules
from hoichan.schema.exercises.cite_check import VERDICTS, CiteCheckKey, CiteCheckVariant
from hoichan.schema.lesson import TaskSpec
from hoichan.schema.text import Bilingual

SECRET = b"cite"
LEARNERS = [f"learner{number}" for number in range(40)]
Drawn = tuple[CiteCheckVariant, CiteCheckKey]


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    return data.load("refs")


@pytest.fixture(scope="module", params=["x6", "p6"])
def drawn(request) -> list[Drawn]:
    return [make_variant(pool_of(request.param), SECRET, name) for name in LEARNERS]


@pytest.fixture(scope="module")
def x6() -> Drawn:
    return make_variant(pool_of("x6"), SECRET, "dd.lan")


@pytest.fixture(scope="module")
def check(table) -> VariantCheck:
    return VariantCheck(pool_of("x6"), {"refs": table})


# --- drawing ----------------------------------------------------------------------------------------


def test_same_learner_same_bytes_and_neighbours_differ():
    first, again = (make_variant(pool_of("x6"), SECRET, "dd.lan") for _ in range(2))
    assert variant_bytes(first[0]) == variant_bytes(again[0])
    assert first[1] == again[1]
    assert len({variant_bytes(make_variant(pool_of("x6"), SECRET, n)[0]) for n in LEARNERS}) == 40


def test_rules_hold_for_forty_learners(drawn):
    for variant, key in drawn:
        verdicts = Counter(ref.verdict for ref in key.refs)
        assert 6 <= len(variant.refs) <= 8
        assert set(verdicts) == set(VERDICTS)
        assert max(verdicts.values()) <= len(key.refs) // 2
        assert len({(ref.case, ref.item) for ref in key.refs}) == len(key.refs)
        assert [ref.uid for ref in variant.refs] == [f"r{n + 1}" for n in range(len(key.refs))]
        assert {ref.aid for ref in variant.refs} == {answer.aid for answer in variant.answers}


@pytest.mark.parametrize("number", range(5, 13))
def test_no_verdict_makes_up_more_than_half(number):
    for seed in range(800):
        drawn = Counter(_verdicts(number, Dice(seed)))
        assert set(drawn) == set(VERDICTS)
        assert max(drawn.values()) <= max(1, number // 2)


def test_no_place_tells_the_verdict():
    """Every verdict stands first for somebody and last for somebody else."""
    keys = [make_variant(pool_of("x6"), SECRET, f"place{n}")[1] for n in range(60)]
    assert {key.refs[0].verdict for key in keys} == set(VERDICTS)
    assert {key.refs[-1].verdict for key in keys} == set(VERDICTS)


def test_what_the_learner_gets_says_nothing_of_the_key(drawn):
    variant, key = drawn[0]
    shown = variant.model_dump_json()
    for ref in key.refs:
        assert ref.why.vi not in shown
        assert f'"{ref.item}"' not in shown
        assert ref.planting == "supports" or f'"{ref.planting}"' not in shown
        assert ref.cited is None or ref.cited not in shown


def test_made_up_references_can_be_nobodys(drawn, table):
    real = set(table[table["that"]]["co_quan"])
    for variant, key in drawn:
        for public, ref in zip(variant.refs, key.refs, strict=True):
            if ref.verdict == "not_found":
                printed = public.citation
                assert printed.issuer not in real
                assert printed.doi.startswith("10.5555/") or (printed.number and not printed.doi)
                assert printed.number not in set(table["so_hieu"]) or printed.number == ""
                assert printed.doi not in set(table["doi"]) or printed.doi == ""


def test_nothing_is_claimed_of_a_real_document_but_what_the_registry_has(drawn, table):
    registry = documents(table)
    waits = "chờ chuyên gia duyệt"
    seen = 0
    for _, key in drawn:
        for ref in key.refs:
            if ref.cited and registry[ref.cited].real:
                seen += 1
                assert waits in ref.why.vi
                if ref.verdict == "unsupported":
                    assert not ref.evidence.endswith(".none")
    assert seen or drawn[0][0].practice


# --- the independent check --------------------------------------------------------------------------


def test_the_check_finds_nothing(drawn, table):
    check = VariantCheck(pool_of(drawn[0][0].task), {"refs": table})
    for variant, key in drawn:
        assert check.problems(variant, key) == []


def tampered(key: CiteCheckKey, verdict: str, /, **update: object) -> tuple[CiteCheckKey, str]:
    """The key with the first reference of ``verdict`` changed, and that reference's uid."""
    at = next(n for n, ref in enumerate(key.refs) if ref.verdict == verdict)
    changed = key.refs[at].model_copy(update=update)
    refs = (*key.refs[:at], changed, *key.refs[at + 1 :])
    return key.model_copy(update={"refs": refs}), changed.uid


@pytest.mark.parametrize(
    ("verdict", "update"),
    [
        ("not_found", {"verdict": "supports"}),
        ("not_found", {"verdict": "wrong_details", "cited": "HD003", "correct": "HD003"}),
        ("wrong_details", {"verdict": "supports"}),
        ("wrong_details", {"verdict": "not_found"}),
        ("wrong_details", {"correct": "HD001"}),
        ("wrong_details", {"detail": "doi"}),
        ("unsupported", {"verdict": "supports"}),
        ("unsupported", {"evidence": "HD001.k1"}),
        ("supports", {"verdict": "superseded"}),
        ("supports", {"verdict": "not_found", "cited": None, "evidence": None}),
        ("supports", {"points": 9}),
        ("supports", {"evidence": "HD003.none"}),
        ("superseded", {"verdict": "supports"}),
        ("superseded", {"correct": "HD001"}),
        ("superseded", {"why": Bilingual(vi="Vì thế.", en="Because.")}),
        ("superseded", {"category": None}),
    ],
)
def test_a_tampered_key_is_found(x6, check, verdict, update):
    variant, key = x6
    spoilt, uid = tampered(key, verdict, **update)
    found = check.problems(variant, spoilt)
    assert any(problem.text.en.startswith(f"{uid}:") for problem in found), found


def test_a_tampered_reference_is_found(x6, check):
    variant, key = x6
    for at, ref in enumerate(variant.refs):
        printed = ref.citation.model_copy(update={"issued": "1999-01-01"})
        refs = list(variant.refs)
        refs[at] = ref.model_copy(update={"citation": printed})
        assert check.problems(variant.model_copy(update={"refs": tuple(refs)}), key)
    fewer = key.model_copy(update={"refs": key.refs[1:]})
    assert check.problems(variant, fewer)


def test_a_changed_registry_is_found(x6, table):
    """A document that is lost, extended or has lost its key point no longer proves its verdict."""
    variant, key = x6
    ref = next(ref for ref in key.refs if ref.verdict == "superseded")
    longer = table.copy()
    longer.loc[longer["ref_id"] == ref.cited, "hieu_luc_den"] = pd.Timestamp("2030-01-01")
    lost = table[table["ref_id"] != ref.cited]
    for changed in (longer, lost):
        found = VariantCheck(pool_of("x6"), {"refs": changed}).problems(variant, key)
        assert any(problem.text.en.startswith(f"{ref.uid}:") for problem in found)


def test_the_successor_is_followed_to_the_end(table):
    from datetime import date

    registry = documents(table)
    assert successor("HD001", registry, date(2026, 7, 1)) == "HD003"
    assert successor("HD001", registry, date(2023, 1, 1)) == "HD002"
    assert successor("HD009", registry, date(2026, 7, 1)) is None  # repealed, nothing after it
    assert not registry["HD020"].usable(date(2026, 7, 1))  # not yet in force
    assert registry["HD002"].usable(date(2024, 5, 2))  # the last day still counts
    assert registry["HD002"].expired(date(2024, 5, 3))
    assert not registry["VB019"].usable(date(2026, 7, 1))  # a circular whose first day is not known
    assert registry["BB022"].usable(date(2026, 7, 1))


# --- what authors get told --------------------------------------------------------------------------


class Draft:
    """A copy of a case whose files may be changed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def change(self, file: str, old: str, new: str) -> Draft:
        path = self.folder / file
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {file}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return self

    def problems(self) -> list[Problem]:
        with pytest.raises(CaseError) as caught:
            inspect_case(self.folder)
        return list(caught.value.problems)


@pytest.fixture
def draft(tmp_path, repo_root) -> Draft:
    source = repo_root / "datasets" / "cases" / "x6-doctors-reporting"
    return Draft(Path(shutil.copytree(source, tmp_path / "x6-doctors-reporting")))


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("case.yaml", "ref: HD003", "ref: HD300", 'no document "HD300"'),
        ("case.yaml", "supported: k1", "supported: k7", 'no "k7"'),
        ("case.yaml", "against: k2", "against: k3", 'no "k3"'),
        ("case.yaml", "ref: HD003", "ref: HD002", "in force on 2026-07-01"),
        ("case.yaml", "stale: {ref: HD002", "stale: {ref: HD003", "has not ended"),
        (
            "case.yaml",
            "perturb: [number, year]",
            "perturb: [number, title]",
            'rule "title" does not fit HD003',
        ),
        (
            "case.yaml",
            "[{id: immune, against: k1}]",
            "[{id: immune, against: k1}]\n    fabricate: true",
            'd5.fabricated" is missing',
        ),
        (
            "case.yaml",
            "[{id: immune, against: k1}]",
            "[{id: immune}]",
            '"against" must name the one',
        ),
        ("case.yaml", "id: d2", "id: d1", 'id "d1" is used twice'),
        ("case.yaml", "datasets: [refs]", "datasets: []", "needs datasets: [refs]"),
        ("case.yaml", 'as_of: "2026-07-01"', 'as_of: "2026-02-31"', "no such day"),
        ("case.yaml", "fabricate: true", "fabricated: true", 'did you mean "fabricate"'),
        ("en.md", "within 12 hours", "within 10 hours", "10 is not in key point k1 of HD003"),
        ("vi.md", "trên 342 người", "trên 343 người", "343 is not in key point k1 of BB022"),
        (
            "en.md",
            "Guideline: rapid electronic reporting of severe cases of dengue (bản 2)",
            "Guideline: surveillance and reporting of dengue cases (bản 2)",
            "registry has a document of this title",
        ),
        ("en.md", "## d3\n", "## d9\n", '"d3" is missing'),
    ],
)
def test_a_bad_case_is_told_with_file_and_line(draft, file, old, new, said):
    problems = draft.change(file, old, new).problems()
    fitting = [problem for problem in problems if said in problem.text.en]
    assert fitting, [problem.text.en for problem in problems]
    assert Path(fitting[0].file).name.endswith((".yaml", ".md"))
    assert fitting[0].line > 0
    assert fitting[0].text.vi != fitting[0].text.en


def test_a_real_document_gets_no_made_up_sibling(draft):
    draft.change(
        "case.yaml",
        "[{id: immune, against: k1}]",
        "[{id: immune, against: k1}]\n    fabricate: true",
    )
    for lang in ("vi", "en"):
        draft.change(f"{lang}.md", "### d5.immune", "### d5.fabricated\nNEW TITLE\n### d5.immune")
    assert any("it may exist" in problem.text.en for problem in draft.problems())


def spec(**rules: object) -> TaskSpec:
    return TaskSpec(
        id="x6",
        type="cite_check",
        title=Bilingual(vi="X6", en="X6"),
        points=10,
        cases=("x6-practice-nursing",),
        rules=PlantRules(**rules),
    )


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        ({"planted": (2, 3)}, "takes no planted"),
        ({"units": 4}, "at least 5"),
        ({"units": 9}, "at least 9"),
    ],
)
def test_a_pool_that_cannot_keep_its_rules_is_refused(rules, said):
    with pytest.raises(PoolError) as caught:
        build_pool(spec(**rules), "lesson", pool_of("p6").cases)
    assert said in caught.value.text.en


def test_one_document_for_two_items_is_refused():
    (case,) = pool_of("p6").cases
    twin = case.model_copy(update={"id": "twin"})
    both = spec().model_copy(update={"cases": (case.id, "twin")})
    with pytest.raises(PoolError) as caught:
        build_pool(both, "lesson", [case, twin])
    assert "is used for two items" in caught.value.text.en
