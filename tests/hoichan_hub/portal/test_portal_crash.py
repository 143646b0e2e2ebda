"""kill -9 while a submission is stored: nothing is lost, nothing false is shown."""

from __future__ import annotations

import subprocess
import sys
import threading
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from hoichan.portal_client import PortalClient, PortalError
from hoichan_hub.portal import SettingsError, running_portal
from hoichan_hub.portal.database import open_database
from hoichan_hub.portal.submissions import SubmissionStore, Upload

SCRIPT = Path(__file__).with_name("crashing_portal.py")
KEY = "one-submission-0001"


@contextmanager
def doomed_portal(site, step):
    command = [sys.executable, str(SCRIPT), str(site.paths.root), step]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process.stdout.readline().strip(), process
        finally:
            process.kill()


def crash_while_submitting(site, sample, step):
    with (
        running_portal(site.settings(), variants=sample.variant) as url,
        PortalClient(url, site.tokens["co-hoa"]) as teacher,
    ):
        teacher.release(sample.meta, {"s1_numbers.ipynb": sample.notebook})
    with doomed_portal(site, step) as (url, process):
        with (
            PortalClient(url, site.tokens["lan"], pause=lambda seconds: None) as lan,
            pytest.raises(PortalError) as caught,
        ):
            lan.submit(sample.lesson, sample.work(), request_key=KEY)
        assert caught.value.code == "unreachable"
        assert process.wait(timeout=30) == -9


@pytest.mark.parametrize(("step", "stored"), [("before_rename", 0), ("before_row", 1)])
def test_kill_9_while_storing(site, sample, step, stored):
    crash_while_submitting(site, sample, step)
    incoming = site.paths.portal / "incoming"
    assert len(list(incoming.rglob("record.json"))) == 1 - stored
    with (
        running_portal(site.settings(), variants=sample.variant) as url,
        PortalClient(url, site.tokens["lan"]) as lan,
        PortalClient(url, site.tokens["co-hoa"]) as teacher,
    ):
        found = lan.receipts(sample.lesson)
        assert len(found) == stored
        # What is shown is really there, byte for byte.
        for receipt in teacher.submissions(sample.lesson):
            assert dict(teacher.submission(receipt.id).files) == sample.work()
        # The learner's retry of the same request gets the receipt that exists, or a first one.
        retried = lan.submit(sample.lesson, sample.work(), request_key=KEY)
        assert lan.receipts(sample.lesson) == [retried]
        assert found in ([], [retried])
    assert list(incoming.iterdir()) == []


def make_store(site, clock=lambda: datetime.now(UTC), most=200):
    return SubmissionStore(site.paths.portal, open_database(site.settings().database), most, clock)


def test_the_database_can_be_made_anew_from_the_folders(site, sample):
    store = make_store(site)
    first, _ = store.add(Upload(sample.lesson, "lan", sample.work("một"), KEY))
    second, _ = store.add(Upload(sample.lesson, "lan", sample.work("hai")))
    for file in site.paths.portal.glob("portal.sqlite*"):
        file.unlink()
    fresh = make_store(site)
    assert fresh.of_learner(sample.lesson, "lan") == []
    assert fresh.repair() == 2
    assert fresh.of_learner(sample.lesson, "lan") == [first, second]
    assert fresh.latest(sample.lesson) == [second]
    assert fresh.repair() == 0


def test_a_retry_after_a_failed_row_does_not_break_the_next_start(site, sample, monkeypatch):
    store = make_store(site)

    def fail(*_arguments):
        raise OperationalError("INSERT", {}, Exception("database is locked"))

    with monkeypatch.context() as patched:
        patched.setattr(SubmissionStore, "_write_row", fail)
        with pytest.raises(OperationalError):
            store.add(Upload(sample.lesson, "lan", sample.work(), KEY))
    retried, new = store.add(Upload(sample.lesson, "lan", sample.work(), KEY))
    assert new
    assert store.repair() == 1
    assert len(store.of_learner(sample.lesson, "lan")) == 2
    # The later one stays the latest, and the key still leads to the receipt that was given out.
    assert store.latest(sample.lesson) == [retried]
    assert store.add(Upload(sample.lesson, "lan", sample.work(), KEY)) == (retried, False)


def test_a_folder_without_record_is_left_out_and_kept(site, sample, caplog):
    store = make_store(site)
    receipt, _ = store.add(Upload(sample.lesson, "lan", sample.work()))
    odd = site.paths.portal / "submissions" / sample.lesson / "lan" / "notes"
    odd.mkdir()
    assert store.repair() == 0
    assert odd.exists()
    assert "notes" in caplog.text
    assert store.of_learner(sample.lesson, "lan") == [receipt]


def test_a_clock_that_steps_back_keeps_the_order(site, sample):
    moments = iter([datetime(2025, 3, 31, 12, tzinfo=UTC) - timedelta(hours=n) for n in range(3)])
    store = make_store(site, clock=lambda: next(moments))
    sent = [store.add(Upload(sample.lesson, "lan", sample.work(text)))[0] for text in "abc"]
    assert store.of_learner(sample.lesson, "lan") == sent
    assert store.latest(sample.lesson) == [sent[-1]]


def test_retries_at_the_same_time_store_once(site, sample):
    store = make_store(site)
    start = threading.Barrier(8)
    receipts = []

    def send():
        start.wait()
        receipts.append(store.add(Upload(sample.lesson, "lan", sample.work(), KEY))[0])

    threads = [threading.Thread(target=send) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(receipts) == 8
    assert set(receipts) == {receipts[0]}
    assert store.of_learner(sample.lesson, "lan") == [receipts[0]]


def test_submissions_are_private_on_disk(site, sample):
    store = make_store(site)
    store.add(Upload(sample.lesson, "lan", sample.work()))
    root = site.paths.portal / "submissions"
    modes = {path.stat().st_mode & 0o077 for path in [root, *root.rglob("*")]}
    assert modes == {0}


def test_one_portal_a_site(site, sample):
    def portal():
        return running_portal(site.settings(), variants=sample.variant)

    with portal(), pytest.raises(SettingsError, match="already running"), portal():
        pass
    with portal():
        pass


def test_disk_full_leaves_no_trace(site, sample, monkeypatch):
    store = make_store(site)

    def full(*_arguments):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("hoichan_hub.portal.durable.write_synced", full)
        with pytest.raises(OSError, match="No space"):
            store.add(Upload(sample.lesson, "lan", sample.work(), KEY))
    assert list((site.paths.portal / "incoming").iterdir()) == []
    receipt, new = store.add(Upload(sample.lesson, "lan", sample.work(), KEY))
    assert new
    assert store.of_learner(sample.lesson, "lan") == [receipt]
