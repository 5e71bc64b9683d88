"""Which carrier a message goes by, and by which it went."""

import pytest

from hotline.sms.ways import Way, Ways


class Carrier:
    """Stands where a carrier is named and nothing is sent."""

    def send(self, to, body, receipt_url):
        raise NotImplementedError

    def look_up(self, to, body, since):
        raise NotImplementedError


FIRST, SECOND = Way("twilio", Carrier(), "RAABTA", 180), Way("second", Carrier(), "HOTLINE", 60)
BOTH, ALONE = Ways(FIRST, SECOND), Ways(FIRST)


@pytest.mark.parametrize(
    ("name", "way"), [("twilio", FIRST), ("second", SECOND), ("", FIRST), ("gone", FIRST)]
)
def test_a_way_is_found_by_its_name_and_the_first_for_one_that_is_gone(name, way):
    assert BOTH.of(name) is way
    assert ALONE.of(name) is FIRST


def test_all_or_nothing_goes_by_the_first():
    assert {BOTH.pick(100) for _ in range(300)} == {FIRST}
    assert {BOTH.pick(0) for _ in range(300)} == {SECOND}


def test_a_share_goes_by_each():
    first = sum(BOTH.pick(20) is FIRST for _ in range(4000))
    assert 600 < first < 1000


@pytest.mark.parametrize("share", [0, 10, 100])
def test_without_a_second_all_goes_by_the_first(share):
    assert {ALONE.pick(share) for _ in range(100)} == {FIRST}


def test_what_one_cannot_take_may_go_by_the_other():
    assert BOTH.other_than("twilio") is SECOND
    assert BOTH.other_than("second") is FIRST
    assert ALONE.other_than("twilio") is None
