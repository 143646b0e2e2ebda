"""Turn a plan into JupyterHub's own settings. Only sets values, so a test can read them back."""

from __future__ import annotations

import secrets
import sys
from importlib import resources
from pathlib import Path
from typing import Any

from hoichan.schema.text import Lang
from hoichan_hub import people
from hoichan_hub.confinement import Confinement, make_confinement
from hoichan_hub.plan import LOOPBACK, HubPlan
from hoichan_hub.portal.settings import INSTRUCTOR_SCOPE
from hoichan_hub.proxy import proxy_command
from hoichan_hub.settings import COURSE

_HERE = Path(__file__).parent
_LEARNER_JUPYTER = _HERE / "jupyter_learner"
_STAFF_JUPYTER = _HERE / "jupyter_staff"
_PORTAL_ACCESS = "access:services!service=portal"


def apply(c: Any, plan: HubPlan) -> None:
    """Set everything on JupyterHub's configuration ``c``.

    Raises:
        ConfigError: class list, passwords, proxy or confinement are not as they have to be.
    """
    learners = people.read_learners(plan.site)
    instructors = set(plan.settings.course.instructors)
    apply_hub(c, plan)
    apply_pages(c, plan)
    apply_sign_in(
        c, set(learners) | instructors, instructors, people.read_or_make_passwords(plan.site)
    )
    apply_servers(c, plan)
    confinement = make_confinement(plan.site.hub, readable(plan), plan.settings.learners)
    c.Spawner.pre_spawn_hook = ServerSetup(plan, confinement, learners)
    apply_services(c, plan, grader_token(plan))
    apply_rights(c, sorted(set(learners) | instructors), sorted(instructors))


def apply_hub(c: Any, plan: HubPlan) -> None:
    """Addresses, files and the proxy. Everything listens on 127.0.0.1."""
    ports, hub = plan.ports, plan.settings.hub
    c.JupyterHub.bind_url = f"http://{LOOPBACK}:{ports.web}"
    c.JupyterHub.hub_bind_url = f"http://{LOOPBACK}:{ports.hub}"
    c.JupyterHub.db_url = f"sqlite:///{plan.site.hub / 'jupyterhub.sqlite'}"
    c.JupyterHub.cookie_secret_file = str(plan.site.hub / "cookie_secret")
    c.JupyterHub.log_level = hub.log_level
    c.JupyterHub.concurrent_spawn_limit = hub.simultaneous_starts
    c.JupyterHub.cleanup_servers = True
    c.JupyterHub.cleanup_proxy = True
    c.ConfigurableHTTPProxy.api_url = f"http://{LOOPBACK}:{ports.proxy}"
    c.ConfigurableHTTPProxy.command = proxy_command(plan.config_folder)
    c.ConfigurableHTTPProxy.pid_file = str(plan.site.hub / "proxy.pid")


def apply_pages(c: Any, plan: HubPlan) -> None:
    """The hub's own pages in Vietnamese and English; a stopped server starts by itself."""
    c.JupyterHub.template_paths = [str(_HERE / "pages")]
    look = resources.files("hoichan.server") / "static"
    c.JupyterHub.template_vars = {
        "first_lang": plan.settings.learners.language,
        "course_style": (look / "course.css").read_text(encoding="utf-8"),
        "course_script": (look / "course.js").read_text(encoding="utf-8"),
    }
    c.JupyterHub.implicit_spawn_seconds = 0.1
    c.JupyterHub.shutdown_on_logout = True


def apply_sign_in(
    c: Any, everybody: set[str], instructors: set[str], passwords: people.Passwords
) -> None:
    """One shared password for learners and one for instructors; nobody else gets in."""
    c.JupyterHub.authenticator_class = "shared-password"
    c.SharedPasswordAuthenticator.user_password = passwords.learners
    c.SharedPasswordAuthenticator.admin_password = passwords.instructors
    # The authenticator asks for the second password of its admin users alone.
    c.Authenticator.admin_users = instructors
    c.Authenticator.allowed_users = everybody
    # Somebody struck off the class list is still in the hub's database.
    c.Authenticator.allow_existing_users = False


def apply_servers(c: Any, plan: HubPlan) -> None:
    """How learners' notebook servers are started; ``ServerSetup`` adds what is each one's own."""
    learners = plan.settings.learners
    c.JupyterHub.spawner_class = "simple"
    c.SimpleLocalProcessSpawner.home_dir_template = str(plan.site.home("{username}"))
    c.Spawner.default_url = "/hoichan/"
    c.Spawner.disable_user_config = True
    c.Spawner.start_timeout = learners.start_seconds
    c.Spawner.http_timeout = learners.start_seconds
    # The environment variables of whoever started the hub are none of a learner's business.
    c.Spawner.env_keep = ["LANG", "LC_ALL", "TZ"]
    c.Spawner.environment = {
        **_jupyter_environment(plan, _LEARNER_JUPYTER),
        "PYTHONNOUSERSITE": "1",
        # A learner's file must not stand in for a library of the same name.
        "PYTHONSAFEPATH": "1",
        "HOICHAN_PORTAL_URL": plan.portal_url,
    }
    c.Spawner.args = [
        f"--MappingKernelManager.cull_idle_timeout={learners.kernel_idle_minutes * 60}",
        f"--ServerApp.shutdown_no_activity_timeout={learners.server_idle_minutes * 60}",
    ]


class ServerSetup:
    """JupyterHub's ``pre_spawn_hook``: a private home, the person's language, the sandbox."""

    def __init__(
        self, plan: HubPlan, confinement: Confinement | None, languages: dict[str, Lang]
    ) -> None:
        self._site = plan.site
        self._confinement = confinement
        self._languages = languages
        self._first_lang = plan.settings.learners.language

    def __call__(self, spawner: Any) -> None:
        """Prepare the start of one person's server."""
        name = spawner.user.name
        home = self._site.home(name)
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        home.chmod(0o700)
        spawner.environment["HOICHAN_LANG"] = self._languages.get(name, self._first_lang)
        server = [_command("jupyterhub-singleuser")]
        if self._confinement is None:
            # Root is refused by Jupyter Server unless told; inside the sandbox nobody is root.
            spawner.cmd = [*server, "--allow-root"]
            return
        # Sockets instead of TCP: nobody else on this machine can even knock at a kernel. The
        # folder is the sandbox's own, and short, since a socket's path may have 107 bytes.
        spawner.environment["JUPYTER_RUNTIME_DIR"] = "/tmp/jupyter"  # noqa: S108
        spawner.cmd = self._confinement.command(home, [*server, "--KernelManager.transport=ipc"])


def apply_services(c: Any, plan: HubPlan, token: str) -> None:
    """The submission service, the grading pages, and the account of ``hoichan-grade``."""
    services: list[dict[str, Any]] = [
        {
            "name": "portal",
            "url": f"http://{LOOPBACK}:{plan.ports.portal}",
            "command": [_command("hoichan-hub"), "portal", "--site", str(plan.site.root)],
            "oauth_no_confirm": True,
            "display": False,
        },
        {"name": "grader", "api_token": token, "display": False},
    ]
    if plan.settings.course.formgrader:
        home = plan.site.hub / "formgrader"
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        services.append(
            {
                "name": COURSE,
                "url": f"http://{LOOPBACK}:{plan.ports.formgrader}",
                "command": [_command("jupyterhub-singleuser"), "--allow-root"],
                "cwd": str(plan.site.course),
                "environment": {
                    **_jupyter_environment(plan, _STAFF_JUPYTER),
                    # Its nbconvert templates come first: nbgrader's would ask a CDN for MathJax.
                    "JUPYTER_PATH": str(_STAFF_JUPYTER),
                    "HOME": str(home),
                    "JUPYTERHUB_DEFAULT_URL": "/formgrader",
                    "HOICHAN_PORTAL_URL": plan.portal_url,
                },
                "oauth_no_confirm": True,
                "display": False,
            }
        )
    c.JupyterHub.services = services


def apply_rights(c: Any, everybody: list[str], instructors: list[str]) -> None:
    """Groups, and what each role may do: no server's token can do what its owner can."""
    c.JupyterHub.load_groups = {
        f"nbgrader-{COURSE}": {"users": everybody},
        f"formgrade-{COURSE}": {"users": instructors},
    }
    c.JupyterHub.custom_scopes = {
        INSTRUCTOR_SCOPE: {"description": "Release lessons and read submissions"}
    }
    c.JupyterHub.load_roles = [
        {"name": "user", "scopes": ["self", _PORTAL_ACCESS]},
        {
            "name": "server",
            "scopes": [
                "users:activity!user", "access:servers!server", "read:users:name!user",
                "read:users:groups!user", _PORTAL_ACCESS,
            ],
        },
        {
            "name": f"formgrade-{COURSE}",
            "groups": [f"formgrade-{COURSE}"],
            "scopes": [f"access:services!service={COURSE}"],
        },
        {
            "name": "course-staff",
            "services": ["grader", COURSE],
            "scopes": [_PORTAL_ACCESS, INSTRUCTOR_SCOPE],
        },
    ]  # fmt: skip


def grader_token(plan: HubPlan) -> str:
    """The token of ``hoichan-grade``, made once; ``grader.env`` beside it names address and token."""
    path = plan.site.hub / "grader.env"
    name = "HOICHAN_PORTAL_TOKEN="
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    known = next((line.removeprefix(name) for line in lines if line.startswith(name)), "")
    token = known or secrets.token_hex(32)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.chmod(0o600)
    path.write_text(f"HOICHAN_PORTAL_URL={plan.portal_url}\n{name}{token}\n", encoding="utf-8")
    return token


def readable(plan: HubPlan) -> tuple[Path, ...]:
    """What of the hub's own settings a learner's server reads."""
    return (_LEARNER_JUPYTER, plan.config_folder / "nbgrader_config.py")


def _jupyter_environment(plan: HubPlan, folder: Path) -> dict[str, str]:
    paths = [str(folder), str(plan.config_folder)]
    return {
        "JUPYTER_CONFIG_PATH": ":".join(paths),
        "JUPYTERHUB_SINGLEUSER_APP": "jupyter_server.serverapp.ServerApp",
        "PATH": f"{Path(sys.prefix) / 'bin'}:/usr/local/bin:/usr/bin:/bin",
    }


def _command(name: str) -> str:
    """One of this environment's commands, whatever the PATH says."""
    return str(Path(sys.prefix) / "bin" / name)
