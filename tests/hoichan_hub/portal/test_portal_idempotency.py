"""The same request sent twice is stored once."""

from __future__ import annotations

import httpx
import pytest

from hoichan.portal_client import PortalClient, PortalError

KEY = "same-request-0001"


def test_same_key_and_content_gives_the_same_receipt(portal, sample):
    lan = portal.client("lan")
    first = lan.submit(sample.lesson, sample.work(), request_key=KEY)
    assert lan.submit(sample.lesson, sample.work(), request_key=KEY) == first
    assert lan.receipts(sample.lesson) == [first]
    # Another learner's key is another key.
    other = portal.client("minh").submit(sample.lesson, sample.work(), request_key=KEY)
    assert other.id != first.id


def test_same_key_with_other_content_is_refused(portal, sample):
    lan = portal.client("lan")
    first = lan.submit(sample.lesson, sample.work("một"), request_key=KEY)
    with pytest.raises(PortalError) as caught:
        lan.submit(sample.lesson, sample.work("hai"), request_key=KEY)
    assert (caught.value.code, caught.value.status) == ("key_reused", 409)
    assert lan.receipts(sample.lesson) == [first]


@pytest.mark.parametrize("key", ["short", "x" * 81, "có dấu-0001".encode(), "../../../etc"])
def test_malformed_key(portal, sample, key):
    with pytest.raises(PortalError) as caught:
        portal.client("lan").submit(sample.lesson, sample.work(), request_key=key)
    assert caught.value.code == "key_malformed"


class LosesFirstAnswer(httpx.HTTPTransport):
    """The request arrives, the answer does not."""

    lost = 0

    def handle_request(self, request):
        response = super().handle_request(request)
        if self.lost == 0:
            self.lost += 1
            response.close()
            raise httpx.ReadError("connection lost", request=request)
        return response


def test_a_lost_answer_does_not_store_twice(portal, sample):
    transport = LosesFirstAnswer()
    with PortalClient(
        portal.url, portal.site.tokens["lan"], transport=transport, pause=lambda seconds: None
    ) as lan:
        receipt = lan.submit(sample.lesson, sample.work())
        assert transport.lost == 1
        assert lan.receipts(sample.lesson) == [receipt]


def test_the_number_of_submissions_is_limited(site, sample):
    from hoichan_hub.portal import Limits, running_portal

    settings = site.settings(limits=Limits(submissions=2))
    with (
        running_portal(settings, variants=sample.variant) as url,
        PortalClient(url, site.tokens["co-hoa"]) as teacher,
        PortalClient(url, site.tokens["lan"]) as lan,
    ):
        teacher.release(sample.meta, {"s1_numbers.ipynb": sample.notebook})
        lan.submit(sample.lesson, sample.work("một"))
        lan.submit(sample.lesson, sample.work("hai"), request_key=KEY)
        with pytest.raises(PortalError) as caught:
            lan.submit(sample.lesson, sample.work("ba"))
        assert (caught.value.code, caught.value.status) == ("too_many_submissions", 429)
        # A retry of what was stored is still answered.
        assert lan.submit(sample.lesson, sample.work("hai"), request_key=KEY)
