"""Published bytes repeat, and every kind of damage to a table is found and named."""

from __future__ import annotations

import gzip
import json
import shutil

import pytest

from hoichan import data
from hoichan.synthesis import publish, verify
from hoichan.synthesis.measures import evaluate


@pytest.mark.parametrize("name", data.NAMES)
def test_the_published_table_is_sound_and_comes_from_its_seed(name):
    assert verify.check(name) == []


@pytest.mark.parametrize("name", data.NAMES)
def test_truths_are_many_and_recompute(name):
    kept = json.loads((data.folder(name) / "truth.json").read_text(encoding="utf-8"))
    assert len(kept) >= 8
    tables = data.tables([name])
    for truth in kept:
        assert set(truth["question"]) == {"vi", "en"}
        value = evaluate(tables, truth["measure"], truth["args"]).value
        assert value == (
            pytest.approx(truth["value"]) if isinstance(value, float) else truth["value"]
        )


@pytest.fixture
def copy(tmp_path):
    shutil.copytree(data.folder("monthly_activity"), tmp_path / "monthly_activity")
    yield tmp_path
    data.forget()


def problems(root):
    data.forget()
    return " ".join(problem.en for problem in verify.check("monthly_activity", root))


def rewrite(root, change):
    """Change the data and make the checksums fit again, so that only the content is wrong."""
    folder = root / "monthly_activity"
    path = folder / "data.csv"
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
    described = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    stored = path.read_bytes()
    digest = publish.hashlib.sha256(stored).hexdigest()
    described["resources"][0] |= {
        "bytes": len(stored), "hash": f"sha256:{digest}", "hoichan:csv_sha256": digest,
    }  # fmt: skip
    (folder / "datapackage.json").write_text(json.dumps(described), encoding="utf-8")


def test_an_untouched_copy_is_sound(copy):
    assert problems(copy) == ""


def test_a_changed_byte_breaks_the_checksum(copy):
    path = copy / "monthly_activity" / "data.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("966", "967", 1), encoding="utf-8")
    assert "SHA-256 does not match" in problems(copy)


def test_a_cell_outside_its_codes_is_named(copy):
    rewrite(copy, lambda text: text.replace(",NOI,", ",TIM,", 1))
    assert 'column "khoa": breaks enum' in problems(copy)


def test_a_repeated_key_is_found(copy):
    rewrite(copy, lambda text: text.replace("2024-02,NOI", "2024-01,NOI", 1))
    assert "repeats a primary key" in problems(copy)


def test_a_cell_of_the_wrong_type_is_named(copy):
    rewrite(copy, lambda text: text.replace(",966,", ",966 ngày,", 1))
    assert "holds a wrong cell" in problems(copy)


def test_other_data_is_found_by_truth_and_by_seed(copy):
    rewrite(copy, lambda text: text.replace(",161,966,", ",161,960,", 1))
    found = problems(copy)
    assert '"occupancy_noi_feb_2025" says 1.15' in found
    assert "generating from the seed gives other data" in found


def test_a_truth_nobody_authored_is_found(copy):
    path = copy / "monthly_activity" / "truth.json"
    kept = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps([*kept, {"name": "x", "value": 1}]), encoding="utf-8")
    assert '"x" is in only one' in problems(copy)


@pytest.mark.parametrize("file", ["data.csv", "datapackage.json", "truth.json"])
def test_a_missing_file_is_named(copy, file):
    (copy / "monthly_activity" / file).unlink()
    assert f"{file} is missing" in problems(copy)


def test_a_damaged_descriptor_is_named(copy):
    (copy / "monthly_activity" / "datapackage.json").write_text("{", encoding="utf-8")
    assert "is damaged" in problems(copy)


def test_gzip_bytes_repeat_and_carry_no_time():
    content = b"a,b\n" + b"1,2\n" * 600_000
    name, stored = publish.packed(content)
    assert name == "data.csv.gz"
    assert stored == publish.packed(content)[1]
    assert stored[4:8] == b"\0\0\0\0"
    assert gzip.decompress(stored) == content
    assert publish.packed(b"a\n1\n") == ("data.csv", b"a\n1\n")


def test_another_seed_gives_another_table_and_the_same_seed_the_same():
    first = publish.csv_bytes(publish.GENERATORS["opd_visits"](5, 0.02))
    assert publish.csv_bytes(publish.GENERATORS["opd_visits"](5, 0.02)) == first
    assert publish.csv_bytes(publish.GENERATORS["opd_visits"](6, 0.02)) != first


def test_descriptor_has_the_form_of_a_data_package():
    for name in data.NAMES:
        resource = data.package(name)["resources"][0]
        assert resource["type"] == "table"
        assert resource["hash"].startswith("sha256:")
        for field in resource["schema"]["fields"]:
            labels = field.get("hoichan:labels")
            if labels is not None:
                assert [str(code) for code in field["constraints"]["enum"]] == list(labels)
                assert all(set(label) == {"vi", "en"} for label in labels.values())


def test_a_code_without_a_label_stops_the_build():
    codes = {"khoa": {"NOI": {"vi": "Khoa Nội", "en": "Internal"}}}
    spec = {"type": "string", "codes": "khoa", "title": {"vi": "a", "en": "b"},
            "description": {"vi": "a", "en": "b"}}  # fmt: skip
    with pytest.raises(data.DataError, match="no label for TIM"):
        publish._field("khoa", spec, codes, publish.pd.Series(["NOI", "TIM"]))
