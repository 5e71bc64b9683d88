"""Practice numbers are read like real ones, can be told from them, and never meet each other."""

import phonenumbers
import pytest
from phonenumbers import carrier

from hotline.carriers.practice_numbers import (
    CALLER,
    HOTLINE,
    SECOND_HOTLINE,
    caller_number,
    circle_number,
    is_practice_number,
)
from hotline.phone_numbers import is_valid, read

EVERY_KIND = [
    HOTLINE,
    SECOND_HOTLINE,
    CALLER,
    circle_number(0),
    circle_number(998),
    caller_number(0),
    caller_number(999_999),
]


@pytest.mark.parametrize("number", EVERY_KIND)
def test_a_practice_number_is_read_like_any_and_belongs_to_an_operator_that_shut_down(number):
    assert read(number) == number
    assert is_valid(number)
    assert is_practice_number(number)
    assert carrier.name_for_number(phonenumbers.parse(number), "en") == "Instaphone"


def test_no_two_roles_share_a_number():
    circles = {circle_number(place) for place in range(999)}
    callers = {caller_number(place) for place in range(0, 1_000_000, 997)}
    assert len(circles) == 999
    assert not circles & callers
    assert not {HOTLINE, SECOND_HOTLINE, CALLER} & (circles | callers)


@pytest.mark.parametrize("place", [-1, 999])
def test_there_is_no_practice_phone_beyond_the_range(place):
    with pytest.raises(ValueError, match="circle"):
        circle_number(place)


@pytest.mark.parametrize("number", ["+923001234567"[:9], "+44", ""])
def test_other_numbers_are_not_practice_numbers(number):
    assert not is_practice_number(number)
