"""make setup: what it refuses, when it works anew, what it hands on to uv and npm."""

import os

import pytest

import setup


@pytest.fixture
def tree(tmp_path, monkeypatch):
    """A small work tree, and steps that only write down that they ran and leave what they make."""
    for name in ("autograder", "hub_config/proxy", "hoichan/labextension", ".venv/bin", ".tools"):
        (tmp_path / name).mkdir(parents=True)
    for name in ("", "autograder/", "hub_config/"):
        (tmp_path / f"{name}pyproject.toml").write_text("[project]", encoding="utf-8")
    for name in ("requirements.lock", "hatch_build.py", "hoichan/labextension/package.json"):
        (tmp_path / name).write_text("1", encoding="utf-8")
    for name in ("package.json", "package-lock.json", ".npmrc"):
        (tmp_path / "hub_config/proxy" / name).write_text("{}", encoding="utf-8")
    monkeypatch.setattr(setup, "ROOT", tmp_path)
    monkeypatch.setattr(setup, "TOOLS", tmp_path / ".tools")
    monkeypatch.setattr(setup, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(setup, "PROXY", tmp_path / "hub_config/proxy")
    monkeypatch.setattr(setup, "RECORD", tmp_path / ".venv/.hoichan-setup.json")
    members = (tmp_path, tmp_path / "autograder", tmp_path / "hub_config")
    monkeypatch.setattr(setup, "MEMBERS", members)
    ran = []

    def step(name, *made):
        def do():
            ran.append(name)
            for path in made:
                (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
                (tmp_path / path).touch()

        monkeypatch.setattr(setup, name, do)

    step("install_uv")
    step("install_libraries", ".venv/bin/python")
    step("install_members", *(f".venv/bin/{name}" for name in setup.COMMANDS))
    step("install_proxy", "hub_config/proxy/node_modules/configurable-http-proxy/package.json")
    return tmp_path, ran


def run(ran, **options):
    ran.clear()
    setup.set_up(with_proxy=options.get("with_proxy", True))
    return [name.removeprefix("install_") for name in ran]


def test_the_first_run_does_everything_and_the_second_nothing(tree):
    _, ran = tree
    assert run(ran) == ["uv", "libraries", "members", "proxy"]
    assert run(ran) == []


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ("requirements.lock", ["uv", "libraries", "members"]),
        ("pyproject.toml", ["members"]),
        ("hub_config/pyproject.toml", ["members"]),
        ("hoichan/labextension/package.json", ["members"]),
        ("hub_config/proxy/package-lock.json", ["proxy"]),
    ],
)
def test_only_what_a_changed_file_concerns_is_done_anew(tree, changed, expected):
    root, ran = tree
    run(ran)
    (root / changed).write_text("changed", encoding="utf-8")
    assert run(ran) == expected
    assert run(ran) == []


def test_a_new_file_that_jupyter_reads_is_copied_into_the_environment(tree):
    root, ran = tree
    run(ran)
    (root / "hoichan/jupyter_config").mkdir()
    (root / "hoichan/jupyter_config/x.json").write_text("{}", encoding="utf-8")
    assert run(ran) == ["members"]


def test_a_lost_command_is_put_back(tree):
    root, ran = tree
    run(ran)
    (root / ".venv/bin/hoichan-grade").unlink()
    assert run(ran) == ["members"]


def test_a_damaged_record_means_doing_it_again(tree):
    root, ran = tree
    run(ran)
    (root / ".venv/.hoichan-setup.json").write_text("{", encoding="utf-8")
    assert run(ran) == ["uv", "libraries", "members", "proxy"]


def test_a_step_that_failed_is_tried_again(tree, monkeypatch):
    _, ran = tree
    works = setup.install_members

    def fails():
        raise setup.SetupError("no network")

    monkeypatch.setattr(setup, "install_members", fails)
    with pytest.raises(setup.SetupError):
        run(ran)
    monkeypatch.setattr(setup, "install_members", works)
    assert run(ran) == ["members", "proxy"]


def test_without_the_hub_no_proxy_is_installed(tree):
    _, ran = tree
    assert run(ran, with_proxy=False) == ["uv", "libraries", "members"]
    assert run(ran) == ["proxy"]


@pytest.mark.parametrize("version", [(3, 8), (3, 10), (3, 14)])
def test_another_python_is_refused_in_both_languages(version):
    with pytest.raises(setup.SetupError) as caught:
        setup.check_python(version)
    assert "Hãy cài Python 3.11" in str(caught.value)
    assert "Install Python 3.11" in str(caught.value)
    assert ".".join(map(str, version)) in str(caught.value)


@pytest.mark.parametrize("version", [(3, 11), (3, 12), (3, 13)])
def test_the_locked_pythons_are_taken(version):
    assert setup.check_python(version) is None


@pytest.fixture
def outer(monkeypatch):
    """An outer environment without any of the names that matter, and without pip's files."""
    names = [
        "PIP_INDEX_URL",
        "UV_DEFAULT_INDEX",
        "SSL_CERT_FILE",
        "PIP_CERT",
        "NODE_EXTRA_CA_CERTS",
    ]
    for name in names:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(setup, "pip_settings", dict)
    return monkeypatch


def test_a_mirror_and_a_certificate_set_for_pip_hold_for_uv_and_npm(outer):
    outer.setenv("PIP_INDEX_URL", "mirror.benhvien.example/simple")
    outer.setenv("PIP_CERT", "/etc/benhvien.pem")
    env = setup.environment()
    assert env["UV_DEFAULT_INDEX"] == "mirror.benhvien.example/simple"
    assert env["SSL_CERT_FILE"] == env["NODE_EXTRA_CA_CERTS"] == "/etc/benhvien.pem"


def test_what_is_set_for_uv_and_node_themselves_is_kept(outer):
    outer.setenv("PIP_INDEX_URL", "one")
    outer.setenv("UV_DEFAULT_INDEX", "two")
    outer.setenv("SSL_CERT_FILE", "/a.pem")
    outer.setenv("NODE_EXTRA_CA_CERTS", "/b.pem")
    env = setup.environment()
    assert (env["UV_DEFAULT_INDEX"], env["NODE_EXTRA_CA_CERTS"]) == ("two", "/b.pem")


def test_the_mirror_in_pips_own_files_counts(outer):
    outer.setattr(setup, "pip_settings", lambda: {"index-url": "from-file"})
    assert setup.environment()["UV_DEFAULT_INDEX"] == "from-file"


def test_an_active_environment_elsewhere_is_left_alone(outer):
    outer.setenv("VIRTUAL_ENV", "/somewhere/else")
    outer.setenv("PYTHONPATH", "/somewhere")
    env = setup.environment()
    assert "VIRTUAL_ENV" not in env
    assert "PYTHONPATH" not in env
    assert env["PATH"] == os.environ["PATH"]
