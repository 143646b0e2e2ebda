"""config.yaml: defaults, and what an operator is told about a wrong key or value."""

from __future__ import annotations

import pytest

from hoichan_hub.settings import ConfigError, Settings, load_settings


@pytest.fixture
def config(tmp_path):
    def write(text):
        path = tmp_path / "config.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_the_repositorys_own_file_says_the_defaults(repo_root):
    assert load_settings(repo_root / "hub_config" / "config.yaml") == Settings()


@pytest.mark.parametrize("text", ["", "# nothing set\n", "web:\n  port: 8000\n"])
def test_what_is_left_out_keeps_its_default(config, text):
    assert load_settings(config(text)) == Settings()


@pytest.mark.parametrize(
    ("text", "key", "vi", "en"),
    [
        ("web: {prot: 1}", "web.prot", "không có khoá này", "no such key"),
        ("webb: {}", "webb", "không có khoá này", "no such key"),
        ("web: {port: 70000}", "web.port", "nhiều nhất là 65535", "at most 65535"),
        ("web: {port: eight}", "web.port", "phải là số nguyên", "must be a whole number"),
        ("web: 8000", "web", "phải là một nhóm khoá", "must be a group of keys"),
        ("learners: {confine: yes}", "learners.confine", "'always'", "'always'"),
        ("learners: {open_files: 3}", "learners.open_files", "ít nhất là 256", "at least 256"),
        ("course: {instructors: []}", "course.instructors", "ít nhất một", "at least one"),
        ("course: {instructors: thu}", "course.instructors", "phải là danh sách", "must be a list"),
        ("course: {instructors: [Thu]}", "course.instructors", "chữ thường", "small letters"),
        ("course: {formgrader: 7}", "course.formgrader", "true hoặc false", "true or false"),
        ("login: {method: ldap}", "login.method", "'shared-password'", "'shared-password'"),
    ],
)
def test_an_error_names_the_key_in_both_languages(config, text, key, vi, en):
    with pytest.raises(ConfigError) as caught:
        load_settings(config(text))
    (line,) = caught.value.lines
    assert line.vi.startswith(f"config.yaml: {key}")
    assert vi in line.vi
    assert line.en.startswith(f"config.yaml: {key}")
    assert en in line.en


def test_every_wrong_key_is_named_at_once(config):
    with pytest.raises(ConfigError) as caught:
        load_settings(config("web: {port: x}\nhub: {log_level: LOUD}\n"))
    assert [line.en.split(": ")[1] for line in caught.value.lines] == ["web.port", "hub.log_level"]


@pytest.mark.parametrize(("text", "words"), [("web: {", "near line 1"), ("a: b: c", "near line 1")])
def test_broken_yaml_is_said_with_its_line(config, text, words):
    with pytest.raises(ConfigError, match=words):
        load_settings(config(text))


def test_a_missing_file_is_said(tmp_path):
    with pytest.raises(ConfigError, match="cannot be read"):
        load_settings(tmp_path / "config.yaml")
