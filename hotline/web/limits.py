"""How much the pages of the directory and of place names take, and how a form that was taken leads on."""

from flask import Response, make_response, redirect, url_for

# Of a row: what a column of numbers can hold.
LARGEST_NUMBER = 2**31 - 1
# A whole message of ten parts, and then some.
LONGEST_MESSAGE = 2000
LONGEST_REASON = 200
LONGEST_SEARCH = 60


def lead_to(endpoint: str, **where: object) -> Response:
    """Whatever was sent is not sent again when that page is read again."""
    return make_response(redirect(url_for(endpoint, **where), 303))  # type: ignore[arg-type]
