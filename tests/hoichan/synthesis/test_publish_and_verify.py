"""Published bytes repeat, and every kind of damage to a dataset is found and named."""

from __future__ import annotations

import gzip
import hashlib
import json
import subprocess
import sys

import pandas as pd
import pytest

from hoichan import data
from hoichan.synthesis import publish, verify
from hoichan.synthesis.draws import Draws
from hoichan.synthesis.generators import GENERATORS
from hoichan.synthesis.measures import evaluate
from hoichan.synthesis.writing import PLAIN_LIMIT, CsvSink, csv_bytes

# ------------------------------------------------------------------- the twelve published datasets


@pytest.mark.parametrize("name", data.NAMES)
def test_the_published_dataset_is_sound_and_comes_from_its_seed(name):
    verdict = verify.check(name)
    assert verdict.problems == []
    assert verdict.rows > 0
    assert verdict.truths >= 8


@pytest.mark.parametrize("name", data.NAMES)
def test_truths_recompute(name):
    kept = verify.read_truths(name)["truths"]
    tables = data.tables([name])
    for truth in kept:
        assert set(truth["question"]) == {"vi", "en"}
        value = evaluate(tables, truth["measure"], truth["args"]).value
        kept_to = pytest.approx(truth["value"], abs=1e-9)  # nine decimals are stored
        expected = kept_to if isinstance(value, float) else truth["value"]
        assert value == expected


@pytest.mark.parametrize("name", data.NAMES)
def test_descriptor_has_the_form_of_a_data_package(name):
    for resource in data.package(name)["resources"]:
        assert resource["type"] == "table"
        assert resource["hash"].startswith("sha256:")
        for field in resource["schema"]["fields"]:
            labels = field.get("hoichan:labels")
            if labels is not None:
                assert [str(code) for code in field["constraints"]["enum"]] == list(labels)
                assert all(set(label) == {"vi", "en"} for label in labels.values())


@pytest.mark.parametrize("name", data.NAMES)
def test_a_large_file_is_packed_and_a_small_one_is_not(name):
    for resource in data.package(name)["resources"]:
        path = data.folder(name) / resource["path"]
        content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        assert (path.suffix == ".gz") == (len(content) > PLAIN_LIMIT)
        assert hashlib.sha256(content).hexdigest() == resource["hoichan:csv_sha256"]


# ---------------------------------------------------------------------------- building a small one


@pytest.fixture
def built(mini):
    publish.build("mini", mini.parent)
    return mini


def problems(root=None):
    data.forget()
    return " ".join(problem.en for problem in verify.check("mini", root).problems)


def made(folder):
    names = ("people.csv", "results.csv", "datapackage.json", "croissant.json", "truth.json")
    return {name: (folder / name).read_bytes() for name in names}


def test_building_again_gives_the_same_bytes(built, tmp_path):
    publish.build("mini", tmp_path / "again")
    assert made(tmp_path / "again" / "mini") == made(built)
    assert problems() == ""


def test_another_seed_gives_other_data(built, tmp_path):
    publish.build("mini", tmp_path / "other", seed=6)
    assert (tmp_path / "other/mini/people.csv").read_bytes() != (built / "people.csv").read_bytes()
    assert problems(tmp_path / "other") == ""


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_replicates_stream_into_one_file_and_are_checked(built, tmp_path, kind):
    seen = []
    result = publish.build(
        "mini", tmp_path / "big", scale=6, kind=kind, progress=lambda: seen.append(1)
    )
    assert result.rows == {"people": 240, "results": 720}
    assert len(seen) == 6
    assert problems(tmp_path / "big") == ""
    rows = data.load("results", tmp_path / "big")
    assert rows["ban_sao"].tolist() == [number for number in range(6) for _ in range(120)]
    alone = data.load("results")
    first = rows[rows["ban_sao"] == 0].drop(columns="ban_sao")
    pd.testing.assert_frame_equal(first, alone, check_index_type=False)
    truth = {item["name"]: item for item in verify.read_truths("mini", tmp_path / "big")["truths"]}
    assert truth["people"]["value"] == 40
    assert truth["people"]["sd"] == 0
    assert truth["first"] | {"share": 1.0} == truth["first"]
    assert truth["potassium"]["least"] < truth["potassium"]["value"] < truth["potassium"]["most"]
    assert truth["potassium"]["unit"] == "mmol/L"


def test_parquet_and_csv_hold_the_same(built, tmp_path):
    publish.build("mini", tmp_path / "parquet", kind="parquet")
    for table in ("people", "results"):
        rows = data.load(table, tmp_path / "parquet")
        assert rows.dtypes.to_dict() == data.load(table).dtypes.to_dict()
        pd.testing.assert_frame_equal(rows, data.load(table))


def test_a_release_that_left_its_replicates_is_found(built, tmp_path):
    publish.build("mini", tmp_path / "big", scale=8)
    path = built / "truth.json"
    kept = json.loads(path.read_text(encoding="utf-8"))
    kept["truths"][1]["value"] = 6.5
    path.write_text(json.dumps(kept), encoding="utf-8")
    assert 'Truth "potassium": release 6.5' in problems(tmp_path / "big")


def test_a_build_stopped_half_way_leaves_the_old_one(built, monkeypatch):
    before = made(built)
    calls = []

    def generate(seed):
        calls.append(seed)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return whole(seed)

    whole = GENERATORS["mini"]
    monkeypatch.setitem(GENERATORS, "mini", generate)
    with pytest.raises(KeyboardInterrupt):
        publish.build("mini", built.parent, scale=5)
    assert made(built) == before
    assert sorted(path.name for path in built.parent.iterdir()) == [
        "code_systems.yaml", "codes.yaml", "mini",
    ]  # fmt: skip


FULL = """
import resource, sys
from pathlib import Path
from hoichan.data import DataError
from hoichan.synthesis.publish import build
resource.setrlimit(resource.RLIMIT_FSIZE, (4000, 4000))
try:
    build("monthly_activity", Path(sys.argv[1]))
except DataError as error:
    print(error.text.en)
"""


def test_a_disk_that_is_full_is_named_and_leaves_nothing_half_made(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(tmp_path)], capture_output=True, text=True, check=True
    )
    assert "The disk is full" in done.stdout
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("options", "said"),
    [({"scale": 0}, "whole number from 1"), ({"scale": -2}, "not -2"), ({"seed": -1}, "0 or more")],
)
def test_impossible_options_are_refused(mini, options, said):
    with pytest.raises(data.DataError, match=said):
        publish.build("mini", mini.parent, **options)


# --------------------------------------------------------------------------- damage, one at a time


def rewrite(folder, change, file="people.csv"):
    """Change the data and make the checksums fit again, so that only the content is wrong."""
    path = folder / file
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
    described = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    stored = path.read_bytes()
    digest = hashlib.sha256(stored).hexdigest()
    for resource in described["resources"]:
        if resource["path"] == file:
            resource |= {
                "bytes": len(stored), "hash": f"sha256:{digest}", "hoichan:csv_sha256": digest,
            }  # fmt: skip
    (folder / "datapackage.json").write_text(json.dumps(described), encoding="utf-8")


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("people.csv", ",NOI,", ",TIM,", 'column "khoa": breaks enum'),
        ("people.csv", "NB001", "NB002", "repeats a primary key"),
        ("people.csv", "NB001", "XX001", 'column "nb_id": breaks pattern'),
        ("results.csv", "NB001,1,", "NB777,1,", "foreign key ('NB777',) is not in \"people\""),
        ("results.csv", ",1,2025-01-31T06", ",một,2025-01-31T06", "holds a wrong cell"),
        ("people.csv", ",NOI,", ",,", 'column "khoa": breaks required'),
    ],
)  # fmt: skip
def test_a_wrong_cell_is_named(built, file, old, new, said):
    rewrite(built, lambda text: text.replace(old, new, 1), file)
    assert said in problems()


def test_a_changed_byte_breaks_the_checksum(built):
    path = built / "people.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("NB001", "NB100", 1), encoding="utf-8")
    assert "SHA-256 does not match" in problems()


def test_other_data_is_found_by_truth_and_by_seed(built):
    rewrite(built, lambda text: text.replace("NOI", "SAN").replace(",SAN,", ",NHI,", 20))
    found = problems()
    assert '"first" says NOI, computed NHI' in found
    assert "generating from the seed gives other data" in found


@pytest.mark.parametrize("part", ["truths", "questions"])
def test_a_truth_nobody_authored_is_found(built, part):
    path = built / "truth.json"
    kept = json.loads(path.read_text(encoding="utf-8"))
    kept[part].append({"name": "x", "id": "x", "value": 1})
    path.write_text(json.dumps(kept), encoding="utf-8")
    assert '"x" is in only one' in problems()


@pytest.mark.parametrize("file", ["people.csv", "datapackage.json", "truth.json"])
def test_a_missing_file_is_named(built, file):
    (built / file).unlink()
    assert f"{file} is missing" in problems()


@pytest.mark.parametrize("file", ["datapackage.json", "truth.json"])
def test_a_damaged_description_is_named(built, file):
    (built / file).write_text("{", encoding="utf-8")
    assert "is damaged" in problems()


def test_descriptions_older_than_their_sources_are_named(built):
    path = built / "columns.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("Potassium", "K"), encoding="utf-8")
    found = problems()
    assert "datapackage.json is older" in found
    assert "croissant.json is older" in found


def test_a_datasheet_without_a_section_stops_check_and_build(built):
    path = built / "DATASHEET.md"
    text = path.read_text(encoding="utf-8").replace("### Uses to avoid", "### Uses not")
    path.write_text(text.replace("No person is real.", ""), encoding="utf-8")
    assert "lacks Uses to avoid, “no person is real”" in problems()
    with pytest.raises(data.DataError, match="Uses to avoid"):
        publish.build("mini", built.parent)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("codes: khoa", "codes: khoaa", 'no list "khoaa"'),
        ("code_system: loinc", "code_system: loin", 'no "loin"'),
        ("type: integer, missing", "type: int, missing", "tables.people.columns.tuoi.type"),
        ("  results:", "  result:", "tables must be people, results"),
        ("      lan:", "      lann:", "does not match the generated columns"),
        ("title: {vi: Xét nghiệm nhỏ", "title: {vi: [", "not YAML"),
    ],
)
def test_a_slip_in_columns_yaml_is_named(mini, old, new, said):
    path = mini / "columns.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(data.DataError) as caught:
        publish.build("mini", mini.parent)
    assert said in caught.value.text.en


def test_a_code_without_a_label_stops_the_build(mini, monkeypatch):
    whole = GENERATORS["mini"]

    def generate(seed):
        tables = whole(seed)
        tables["people"].loc[0, "khoa"] = "TIM"
        return tables

    monkeypatch.setitem(GENERATORS, "mini", generate)
    with pytest.raises(data.DataError, match="no label for TIM"):
        publish.build("mini", mini.parent)
    assert not (mini / "people.csv").exists()


def test_a_wrong_truth_names_its_file_and_entry(mini):
    path = mini / "truths.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("kali}", "kalo}"), encoding="utf-8")
    with pytest.raises(data.DataError, match=r'"potassium": No column "kalo"\. Nearest: kali'):
        publish.build("mini", mini.parent)


# ------------------------------------------------------------------------------------ packed files


def large(tmp_path, name):
    sink = CsvSink(tmp_path / name, "data")
    sink.path.parent.mkdir()
    rows = pd.DataFrame({"a": Draws(1, "x").integers(0, 9**9, 60_000)})
    for part in range(5):
        sink.add(rows, csv_bytes(rows, header=part == 0))
    sink.close()
    return sink.path


def test_packed_bytes_repeat_and_carry_neither_time_nor_name(tmp_path):
    path = large(tmp_path, "one")
    assert path.name == "data.csv.gz"
    stored = path.read_bytes()
    assert stored == large(tmp_path, "two").read_bytes()
    assert stored[3:8] == b"\0\0\0\0\0"  # no file name, no time
    content = gzip.decompress(stored)
    assert content.count(b"\n") == 300_001
    assert not (tmp_path / "one" / "data.csv").exists()


def test_packed_bytes_of_another_zlib_are_kept_when_the_content_is_the_same(
    mini, tmp_path, monkeypatch
):
    monkeypatch.setattr("hoichan.synthesis.writing.PLAIN_LIMIT", 100)
    publish.build("mini", mini.parent)
    path = mini / "results.csv.gz"
    other = gzip.compress(gzip.decompress(path.read_bytes()), compresslevel=1, mtime=0)
    assert other != path.read_bytes()
    path.write_bytes(other)
    publish.build("mini", tmp_path / "again")
    assert (tmp_path / "again/mini/results.csv.gz").read_bytes() == other
