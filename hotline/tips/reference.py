"""Reference codes: eight digits that a caller can keep, the last one a check digit (Damm)."""

import secrets

from stdnum import damm


def new_reference() -> str:
    digits = f"{secrets.randbelow(10_000_000):07d}"
    return digits + damm.calc_check_digit(digits)


def is_reference(digits: str) -> bool:
    """Whether the eight digits carry the right check digit; a typing error of one digit or a swap is caught."""
    return len(digits) == 8 and digits.isascii() and digits.isdigit() and bool(damm.is_valid(digits))


def spaced(reference: str) -> str:
    """In two groups of four, as it is read out and written: `1234 5678`."""
    return f"{reference[:4]} {reference[4:]}"
