"""Telephone numbers: read as people and carriers write them, known again by a keyed pseudonym."""

import functools
import hashlib
import hmac

import phonenumbers

HOME = "PK"
ORDINARY = frozenset(
    {
        phonenumbers.PhoneNumberType.MOBILE,
        phonenumbers.PhoneNumberType.FIXED_LINE,
        phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE,
    }
)


@functools.lru_cache(maxsize=4096)
def read(text: str, region: str = HOME) -> str | None:
    """The number in E.164, or None for a withheld, short or malformed one (`anonymous`, `+266696687`, `Restricted`)."""
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def is_valid(e164: str) -> bool:
    """Whether the numbering plan has such a number; stricter than `read`, for numbers that we will write to."""
    return phonenumbers.is_valid_number(phonenumbers.parse(e164))


def is_ordinary(e164: str) -> bool:
    """Whether it is a mobile or landline number of this country: not one abroad, nor one whose owner earns by being
    called."""
    number = phonenumbers.parse(e164)
    return phonenumbers.is_valid_number_for_region(number, HOME) and (
        phonenumbers.number_type(number) in ORDINARY
    )


def pseudonym(e164: str, key: str) -> str:
    """The same 32 hex digits for the same number in this installation, and nobody without the key can make them."""
    return hmac.new(key.encode(), e164.encode(), hashlib.sha256).hexdigest()[:32]
