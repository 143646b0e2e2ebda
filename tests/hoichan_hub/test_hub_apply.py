"""What JupyterHub is told, read back as data."""

from __future__ import annotations

import stat
from types import SimpleNamespace

import pytest
from traitlets.config import Config, PyFileConfigLoader

from hoichan.schema.site import SitePaths
from hoichan_hub import apply as applying
from hoichan_hub import people
from hoichan_hub.plan import HubPlan, Ports
from hoichan_hub.settings import ConfigError, Settings

PORTS = Ports(web=8123, hub=1, proxy=2, portal=3, formgrader=4)


@pytest.fixture
def plan(tmp_path, repo_root):
    def make(**settings):
        site = SitePaths(tmp_path / "site")
        site.root.mkdir(exist_ok=True)
        if not site.roster.exists():
            site.roster.write_text("learner,name,lang,group\nan,An,vi,a\nmary,Mary,en,b\n", "utf-8")
        config = repo_root / "hub_config" / "config.yaml"
        return HubPlan(site, config, Settings.model_validate(settings), PORTS)

    return make


@pytest.fixture
def applied(plan, monkeypatch):
    monkeypatch.setattr(applying, "proxy_command", lambda folder: ["the-proxy"])

    def make(**settings):
        c = Config()
        applying.apply(c, plan(learners={"confine": "never"}, **settings))
        return c

    return make


def test_everything_listens_on_this_machine_alone(applied):
    c = applied()
    addresses = [
        c.JupyterHub.bind_url, c.JupyterHub.hub_bind_url, c.ConfigurableHTTPProxy.api_url,
        *(service["url"] for service in c.JupyterHub.services if "url" in service),
    ]  # fmt: skip
    assert len(addresses) == 5
    assert all(address.startswith("http://127.0.0.1:") for address in addresses)
    assert c.JupyterHub.bind_url == "http://127.0.0.1:8123"


def test_only_the_class_list_and_instructors_get_in(applied):
    c = applied(course={"instructors": ["thu", "ha"]})
    assert c.Authenticator.allowed_users == {"an", "mary", "thu", "ha"}
    assert c.Authenticator.admin_users == {"thu", "ha"}
    assert c.Authenticator.allow_existing_users is False
    assert "allow_all" not in c.Authenticator
    assert len(c.SharedPasswordAuthenticator.admin_password) >= 32
    assert (
        c.SharedPasswordAuthenticator.user_password != c.SharedPasswordAuthenticator.admin_password
    )


def test_groups_say_who_learns_and_who_teaches(applied):
    groups = applied().JupyterHub.load_groups
    assert groups == {
        "nbgrader-hoichan": {"users": ["an", "giangvien", "mary"]},
        "formgrade-hoichan": {"users": ["giangvien"]},
    }


def test_a_servers_token_can_do_nothing_but_what_it_needs(applied):
    roles = {role["name"]: role for role in applied().JupyterHub.load_roles}
    assert set(roles["server"]["scopes"]) == {
        "users:activity!user", "access:servers!server", "read:users:name!user",
        "read:users:groups!user", "access:services!service=portal",
    }  # fmt: skip
    everything = {scope for role in roles.values() for scope in role["scopes"]}
    assert not any(scope.startswith("admin:") or scope == "inherit" for scope in everything)
    assert roles["formgrade-hoichan"]["groups"] == ["formgrade-hoichan"]
    assert "custom:hoichan:instructor" not in roles["user"]["scopes"]
    assert roles["course-staff"]["services"] == ["grader", "hoichan"]


def test_the_hubs_nbgrader_settings_name_no_course(repo_root):
    # nbgrader would take a course id from here instead of the course's own.
    folder = str(repo_root / "hub_config")
    config = PyFileConfigLoader("nbgrader_config.py", path=folder).load_config()
    assert "CourseDirectory" not in config
    assert config.ExchangeFactory.submit == "hoichan.exchange.HoichanSubmit"


def test_without_formgrader_there_is_no_such_service(applied):
    names = [s["name"] for s in applied(course={"formgrader": False}).JupyterHub.services]
    assert names == ["portal", "grader"]


def test_learners_servers_get_nothing_of_the_hubs_own_environment(applied):
    c = applied()
    assert c.Spawner.env_keep == ["LANG", "LC_ALL", "TZ"]
    environment = c.Spawner.environment
    assert environment["HOICHAN_PORTAL_URL"] == "http://127.0.0.1:3/services/portal/"
    assert environment["PYTHONSAFEPATH"] == "1"
    assert c.Spawner.disable_user_config is True


def test_a_home_is_private_and_the_language_is_the_persons_own(applied, plan):
    c = applied()
    for name, lang in (("mary", "en"), ("an", "vi"), ("giangvien", "vi")):
        spawner = SimpleNamespace(user=SimpleNamespace(name=name), environment={})
        c.Spawner.pre_spawn_hook(spawner)
        assert spawner.environment["HOICHAN_LANG"] == lang
        home = plan().site.home(name)
        assert stat.S_IMODE(home.stat().st_mode) == 0o700
        assert spawner.cmd[0].endswith("/bin/jupyterhub-singleuser")  # confine: never


def test_the_graders_token_is_made_once_and_is_private(applied, plan):
    path = plan().site.hub / "grader.env"
    first, second = applied(), applied()
    tokens = [next(s["api_token"] for s in c.JupyterHub.services if s["name"] == "grader")
              for c in (first, second)]  # fmt: skip
    assert tokens[0] == tokens[1]
    assert len(tokens[0]) >= 32
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert f"HOICHAN_PORTAL_TOKEN={tokens[0]}" in path.read_text(encoding="utf-8")


def test_passwords_are_made_once_and_are_private(plan):
    site = plan().site
    first = people.read_or_make_passwords(site)
    assert people.read_or_make_passwords(site) == first
    assert stat.S_IMODE(people.passwords_file(site).stat().st_mode) == 0o600
    assert first.learners not in repr(first)


@pytest.mark.parametrize(
    "content",
    ["", "{}", '{"learners": "short", "instructors": "%s"}' % ("x" * 40),
     '{"learners": "long-enough", "instructors": "too-short"}'],
)  # fmt: skip
def test_bad_passwords_are_refused(plan, content):
    site = plan().site
    path = people.passwords_file(site)
    path.parent.mkdir()
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ConfigError, match="passwords are needed"):
        people.read_or_make_passwords(site)


def test_a_name_that_the_hub_would_change_is_refused_with_its_line(plan):
    site = plan().site
    site.roster.write_text("learner,name,lang,group\nan,An,vi,a\nBinh,Bình,vi,a\n", "utf-8")
    with pytest.raises(ConfigError, match="line 3: the user name “Binh”"):
        people.read_learners(site)


def test_a_site_that_is_not_set_up_says_what_to_run(plan):
    site = plan().site
    site.roster.unlink()
    with pytest.raises(ConfigError, match=r"hoichan-grade --site .* init"):
        people.read_learners(site)


def test_the_hub_must_be_started_by_our_command():
    with pytest.raises(ConfigError, match="hoichan-hub start"):
        HubPlan.from_environment({})


def test_a_plan_survives_the_way_to_the_hubs_process(plan):
    made = plan()
    assert HubPlan.from_environment(made.to_environment()) == made
