"""The fictional telephone numbers of the practice carrier, and how to tell them from real ones.

Pakistan reserves no numbers for fiction. These stand in 0364, the mobile code of Instaphone, an operator
that has shut down: the numbering plan knows the code, so they are read like any mobile number, but nobody
answers there. The practice carrier has no line to the outside anyway, and the real carrier refuses to write
to them, so that practice phones left in a directory can never send a tip astray.
"""

PREFIX = "+92364"
HOTLINE = f"{PREFIX}0000000"
SECOND_HOTLINE = f"{PREFIX}0009990"
CALLER = f"{PREFIX}0009001"
DESK = f"{PREFIX}0009900"
CIRCLES = 1000
CALLERS = 1_000_000


def is_practice_number(e164: str) -> bool:
    return e164.startswith(PREFIX)


def circle_number(place: int) -> str:
    """The practice phone of the circle at this place in the directory, 0 to 998."""
    if not 0 <= place < CIRCLES - 1:
        raise ValueError(f"no practice phone for a circle at place {place}")
    return f"{PREFIX}{place + 1:07d}"


def caller_number(place: int) -> str:
    """One of a million practice callers, for load and tests."""
    if not 0 <= place < CALLERS:
        raise ValueError(f"no practice caller at place {place}")
    return f"{PREFIX}{CALLERS + place:07d}"
