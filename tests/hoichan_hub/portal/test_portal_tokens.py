"""The token file of a portal without a hub, and the command lines."""

from __future__ import annotations

import json
import signal
import subprocess
import sys

import pytest

from hoichan.portal_client import PortalClient, PortalError
from hoichan_hub.cli import main
from hoichan_hub.portal import SettingsError, add_token
from hoichan_hub.portal.tokens import TokenFile, token_file


def test_only_hashes_are_kept(site):
    path = token_file(site.paths)
    text = path.read_text(encoding="utf-8")
    assert path.stat().st_mode & 0o077 == 0
    assert all(token not in text for token in site.tokens.values())
    holders = json.loads(text).values()
    assert {"name": "co-hoa", "role": "instructor"} in holders


def test_a_token_added_or_taken_away_counts_at_once(portal):
    new = add_token(portal.site.paths, "tu")
    with PortalClient(portal.url, new) as tu:
        assert tu.me().name == "tu"
        path = token_file(portal.site.paths)
        path.write_text("{}", encoding="utf-8")
        with pytest.raises(PortalError) as caught:
            tu.me()
    assert caught.value.code == "unauthorized"


def test_no_or_damaged_token_file(site):
    path = token_file(site.paths)
    path.write_text("{", encoding="utf-8")
    with pytest.raises(SettingsError, match="damaged"):
        TokenFile(path).holder("x")
    path.unlink()
    assert TokenFile(path).holder("x") is None


@pytest.mark.parametrize("name", ["", "../lan", "a/b", ".lan", "lan\n", "tên có dấu cách"])
def test_names_that_cannot_be_folders(site, name):
    with pytest.raises(SettingsError):
        add_token(site.paths, name)


def test_token_command(site, capsys, portal):
    assert main(["token", "mai", "--instructor", "--site", str(site.paths.root)]) == 0
    with PortalClient(portal.url, capsys.readouterr().out.strip()) as mai:
        assert mai.me().instructor
    assert main(["token", "../mai", "--site", str(site.paths.root)]) == 1
    assert "cannot be used" in capsys.readouterr().err


def test_portal_command_serves_until_it_is_told_to_stop(site):
    start = "import sys; from hoichan_hub.cli import main; sys.exit(main())"
    arguments = ["portal", "--site", str(site.paths.root), "--port", "0"]
    with subprocess.Popen(
        [sys.executable, "-c", start, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            url = process.stdout.readline().rpartition(" ")[2].strip()
            with PortalClient(url, site.tokens["lan"]) as lan:
                assert lan.me().name == "lan"
            second = subprocess.run(
                [sys.executable, "-c", start, *arguments],
                capture_output=True,
                text=True,
                check=False,
            )
            assert second.returncode == 1
            assert "already running" in second.stderr
            process.send_signal(signal.SIGTERM)
            assert process.wait(timeout=30) == 0
            said = process.stderr.read()
        finally:
            process.kill()
    assert "GET /api/me" in said
    assert site.tokens["lan"] not in said
