"""X11: snippets are run against the published tables, right and with every bug; the checker."""

from __future__ import annotations

import csv
import gzip
import shutil
from collections import Counter, defaultdict
from itertools import combinations
from pathlib import Path
from statistics import mean, median

import pytest

from exercise_samples import ROOT, pool_of
from hoichan import data
from hoichan.cases.errors import CaseError, PoolError
from hoichan.cases.exercises.code_critique import MOST_BUGS, load, mistakes, private_texts
from hoichan.cases.snippets import SnippetError, identifies, run, shown
from hoichan.cases.variant import make_variant
from hoichan.cases.variant_check import VariantCheck
from hoichan.schema.case import PlantRules
from hoichan.schema.exercises.code_critique import BugKind
from hoichan.schema.text import LANGS

SECRET = b"snippets"
CASES = {case.id: case for task in ("x11", "p11") for case in pool_of(task).cases}
BUGS = [
    (name, line.id, wrong.id)
    for name, c in CASES.items()
    for line in c.lines
    for wrong in line.wrong
]


@pytest.fixture(scope="module", params=["x11", "p11"])
def pool(request):
    return pool_of(request.param)


@pytest.fixture(scope="module")
def made(pool):
    return [make_variant(pool, SECRET, f"n{number}") for number in range(40)]


@pytest.fixture(scope="module")
def check(pool):
    return VariantCheck(pool, data.tables(sorted({n for c in pool.cases for n in c.datasets})))


def result(case, *bugs):
    """What the case's snippet gives with these bugs (``line``, ``wrong``)."""
    wrongs = {(line.id, w.id): w.code for line in case.lines for w in line.wrong}
    code = [
        next((wrongs[line.id, w] for at, w in bugs if at == line.id), line.code)
        for line in case.lines
    ]
    return run(code, {name: data.load(name) for name in case.tables}, case.output)


# --- the code really runs


def rows(dataset, file="data"):
    (path,) = (ROOT / "datasets" / "tables" / dataset).glob(f"{file}.csv*")
    reader = gzip.open if path.suffix == ".gz" else open
    with reader(path, "rt", encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def test_bed_use_is_the_figure_of_the_table():
    expected = {
        row["khoa"]: round(int(row["ngay_dt"]) / (int(row["giuong_kh"]) * 28), 3)
        for row in rows("monthly_activity")
        if row["thang"] == "2025-02"
    }
    assert result(CASES["x11-bed-use"]).to_dict() == expected


def test_waiting_time_is_the_figure_of_the_table():
    waited = defaultdict(list)
    for row in rows("opd_visits"):
        if row["ngay_kham"].startswith("2025"):
            came, seen = (
                60 * int(row[name][:2]) + int(row[name][3:5]) for name in ("gio_vao", "gio_kham")
            )
            waited[row["khoa"]].append(seen - came)
    given = result(CASES["x11-waiting-time"])
    assert given["trung_vi"].to_dict() == {khoa: median(each) for khoa, each in waited.items()}
    late = {khoa: mean(minutes > 60 for minutes in each) for khoa, each in waited.items()}
    assert given["qua_60"].to_dict() == pytest.approx(late, abs=0.0006)


def test_dengue_incidence_is_the_figure_of_the_table():
    cases, persons = Counter(), {}
    for row in rows("dengue_weekly"):
        if row["nam"] == "2025":
            cases[row["tinh_id"]] += int(row["ca_mac"])
            persons.setdefault(row["tinh_id"], int(row["dan_so"]))
    given = result(CASES["x11-dengue-rate"])
    expected = {tinh: 100_000 * n / persons[tinh] for tinh, n in cases.items()}
    assert given.to_dict() == pytest.approx(expected, abs=0.06)
    assert list(given) == sorted(given, reverse=True)


def test_reports_per_course_are_the_figure_of_the_table():
    courses = Counter(row["hoat_chat"] for row in rows("pharmacy", "dispense"))
    grave = Counter(
        row["thuoc_nghi_ngo"] for row in rows("pharmacy", "adr") if row["nghiem_trong"] == "4"
    )
    given = result(CASES["x11-adr-rate"])
    expected = {drug: 1000 * grave[drug] / n for drug, n in courses.items()}
    assert given.to_dict() == pytest.approx(expected, abs=0.006)
    assert 0 in expected.values()  # drugs without a report are what two of the bugs lose


def test_missing_breathing_rates_are_the_figure_of_the_table():
    missing = defaultdict(list)
    for row in rows("ward_vitals"):
        missing[row["t"][11:16]].append(row["rr"] == "")
    expected = {hour: mean(each) for hour, each in missing.items()}
    given = result(CASES["x11-practice-rate"]).to_dict()
    assert given == pytest.approx(expected, abs=0.00006)


def test_drop_out_is_the_figure_of_the_table():
    doses = Counter()
    for row in rows("immunization"):
        doses[row["loai_xa"], row["vac_xin"]] += int(row["da_tiem"])
    expected = {
        kind: 1 - doses[kind, "DPT-VGB-Hib3"] / doses[kind, "DPT-VGB-Hib1"]
        for kind in {kind for kind, _ in doses}
    }
    given = result(CASES["x11-practice-dropout"]).to_dict()
    assert given == pytest.approx(expected, abs=0.00006)


@pytest.mark.parametrize("name", CASES)
def test_the_sound_snippet_gives_the_stated_result(name):
    case = CASES[name]
    assert shown(result(case)) == case.result
    assert not identifies(result(case))


@pytest.mark.parametrize(("name", "line", "wrong"), BUGS)
def test_every_bug_alone_changes_the_result_to_what_the_key_says(name, line, wrong):
    case = CASES[name]
    bug = next(w for each in case.lines if each.id == line for w in each.wrong if w.id == wrong)
    given = result(case, (line, wrong))
    assert shown(given) == bug.result
    assert bug.result != case.result
    assert identifies(given) is (bug.kind is BugKind.LEAKED_IDENTIFIER)


@pytest.mark.parametrize("name", CASES)
def test_two_bugs_in_one_snippet_run_and_do_not_cancel_out(name):
    own = [(line, wrong) for case, line, wrong in BUGS if case == name]
    for one, other in combinations(own, MOST_BUGS):
        if one[0] != other[0]:
            assert shown(result(CASES[name], one, other)) != CASES[name].result


# --- what is drawn


def test_the_snippets_of_a_learner_give_another_result_just_where_a_bug_is(pool, made):
    seen = {}
    by_prompt = {case.prompt: case for case in pool.cases}
    for variant, key in made:
        for snippet in variant.snippets:
            case = by_prompt[snippet.prompt]
            code = tuple(line.code for line in snippet.lines)
            if code not in seen:
                tables = {name: data.load(name) for name in case.tables}
                seen[code] = shown(run(code, tables, case.output))
            assert (seen[code] == case.result) is (snippet.uid in key.clean)


def test_rules_hold_for_forty_learners(pool, made):
    low, high = pool.rules.planted
    for variant, key in made:
        assert low <= len(key.planted) <= high
        assert len({bug.kind for bug in key.planted}) >= pool.rules.categories
        in_snippet = Counter(bug.uid.partition(".")[0] for bug in key.planted)
        assert max(in_snippet.values()) <= MOST_BUGS
        assert set(key.clean) == set(variant.items()) - set(in_snippet)
        least_clean = round(len(variant.snippets) * pool.rules.clean_answers)
        assert len(key.clean) >= least_clean
        assert len({snippet.title for snippet in variant.snippets}) == len(variant.snippets)


def test_every_bug_comes_up_for_somebody(pool, made):
    drawn = {(bug.case, bug.line, bug.wrong) for _, key in made for bug in key.planted}
    assert drawn == {bug for bug in BUGS if bug[0] in {case.id for case in pool.cases}}


# --- the checker


def test_checker_finds_nothing_in_what_was_drawn(check, made):
    assert [p.show("en") for v, k in made[:15] for p in check.problems(v, k)] == []


def with_bug(key, **update):
    first, *rest = key.planted
    return key.model_copy(update={"planted": (first.model_copy(update=update), *rest)})


def sound_line(key):
    planted = {bug.uid for bug in key.planted}
    return next(uid for uid in key.line_uids if uid not in planted)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda key: with_bug(key, kind=next(k for k in BugKind if k != key.planted[0].kind)),
        lambda key: with_bug(key, severity=4),
        lambda key: with_bug(key, uid=sound_line(key)),
        lambda key: with_bug(key, result=key.planted[0].true_result),
        lambda key: with_bug(key, true_code="ket_qua = 1"),
        lambda key: with_bug(key, why=key.planted[0].check),
        lambda key: key.model_copy(update={"planted": key.planted[1:]}),
        lambda key: key.model_copy(update={"clean": (*key.clean, "s1")}),
        lambda key: key.model_copy(update={"line_uids": key.line_uids[1:]}),
    ],
)
def test_checker_finds_a_tampered_key(check, made, spoil):
    variant, key = made[0]
    assert check.problems(variant, spoil(key))


def test_checker_finds_code_that_no_author_wrote(check, made):
    variant, key = made[0]
    first, *rest = variant.snippets
    *lines, last = first.lines

    def ending(code):
        other = first.model_copy(update={"lines": (*lines, last.model_copy(update={"code": code}))})
        return variant.model_copy(update={"snippets": (other, *rest)})

    assert check.problems(ending(f"{last.code} * 2"), key)
    assert check.problems(ending(f"{last.code}  # as before"), key)
    foreign = first.model_copy(update={"prompt": first.title})
    assert check.problems(variant.model_copy(update={"snippets": (foreign, *rest)}), key)


def test_faulty_lines_and_reasons_are_private(pool, made):
    private = {text.vi for text in private_texts(pool)}
    for variant, key in made:
        code = {line.uid: line.code for s in variant.snippets for line in s.lines}
        for bug in key.planted:
            assert {code[bug.uid], bug.why.vi, bug.check.vi} <= private


# --- what authors get wrong


@pytest.fixture
def folder(tmp_path):
    source = ROOT / "datasets" / "cases" / "x11-bed-use"
    return Path(shutil.copytree(source, tmp_path / "x11-bed-use"))


def change(folder, file, old, new):
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def found(folder):
    try:
        return load(folder)[1]
    except CaseError as error:
        return list(error.problems)


def line_of(folder, file, text):
    lines = (folder / file).read_text(encoding="utf-8").split("\n")
    return next(number for number, line in enumerate(lines, 1) if text in line)


def test_the_published_case_has_no_problem(folder):
    assert found(folder) == []


@pytest.mark.parametrize(
    ("old", "new", "at", "says"),
    [
        ("giuong * 30", "giuong * 28 * 1", "giuong * 28 * 1", ("không làm kết quả", "not change")),
        ("giuong * 30", "giuong * ba", "giuong * ba", ("không chạy", "NameError")),
        (
            "'ngay_giuong = giuong * 28'",
            "'ngay_giuong = giuong *'",
            "- id: l1",
            ("đoạn mã đúng không chạy: line 4", "the right snippet fails: line 4: SyntaxError"),
        ),
        ("output: ket_qua", "output: ket_quan", "- id: l1", ("ket_quan", "no variable ket_quan")),
        (
            "giuong * 30', kind: wrong_denominator",
            "giuong * 30', kind: leaked_identifier",
            "giuong * 30",
            ("mã định danh", "identifier"),
        ),
        ("kind: wrong_axis", "kind: wrong_way", "kind: wrong_way", ("kind", "kind")),
        ("tables: [monthly_activity]", "tables: [monthly]", "", ("monthly", "monthly")),
    ],
)
def test_mistakes_in_the_code_name_their_line(folder, old, new, at, says):
    change(folder, "case.yaml", old, new)
    vi, en = says
    problems = [p for p in found(folder) if en in p.text.en]
    assert problems, [p.show("en") for p in found(folder)]
    assert all(vi in p.text.vi for p in problems), [p.show("vi") for p in problems]
    assert all(p.file.endswith("case.yaml") for p in problems)
    if at:
        line = line_of(folder, "case.yaml", at)
        assert all(abs(p.line - line) <= 1 for p in problems), (line, problems)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("heading", ["#### why", "#### check", "## prompt"])
def test_a_text_that_is_missing_is_said_in_both_languages(folder, lang, heading):
    change(folder, f"{lang}.md", heading, f"{heading}x")
    problems = found(folder)
    stray = line_of(folder, f"{lang}.md", f"{heading}x")
    assert any(p.file.endswith(f"{lang}.md") and p.line == stray for p in problems)
    assert all(p.text.vi and p.text.vi != p.text.en for p in problems)


def test_rules_that_cannot_be_met_are_refused(pool):
    for planted in ((0, 2), (3, 2)):
        refused = pool.model_copy(update={"rules": PlantRules.model_construct(planted=planted)})
        ((vi, en),) = mistakes(refused)
        assert "planted" in vi
        assert f"it is [{planted[0]}, {planted[1]}]" in en
    bare = [
        case.model_copy(
            update={"lines": tuple(x.model_copy(update={"wrong": ()}) for x in case.lines)}
        )
        for case in pool.cases
    ]
    ((vi, en),) = mistakes(pool.model_copy(update={"cases": tuple(bare)}))
    assert "không có dòng nào" in vi
    assert "no line has a bug" in en


def test_more_bugs_than_the_snippets_offer_end_in_a_sentence_not_in_a_loop(pool):
    rules = pool.rules.model_copy(update={"planted": (30, 40)})
    with pytest.raises(PoolError, match=r"30-40 bugs"):
        make_variant(pool.model_copy(update={"rules": rules}), SECRET, "nv")


# --- running


def test_a_snippet_cannot_change_the_tables_of_the_next():
    table = data.load("monthly_activity")
    before = table["giuong_kh"].sum()
    spoil = ["monthly_activity['giuong_kh'] = 0", "x = monthly_activity['giuong_kh'].sum()"]
    assert run(spoil, {"monthly_activity": table}, "x") == 0
    assert table["giuong_kh"].sum() == before


def test_a_failing_line_is_named():
    with pytest.raises(SnippetError, match=r"^line 2: KeyError"):
        run(["x = {}", "y = x['a']"], {}, "y")
    with pytest.raises(SnippetError, match="no variable y"):
        run(["x = 1"], {}, "y")
