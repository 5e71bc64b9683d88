"""A supervisor, the seeded directory, and what a page of the map says."""

import html
import re
from dataclasses import dataclass
from typing import Any

import pytest

from hotline.database import Database
from hotline.supervisors.accounts import make_supervisor
from tests.console.conftest import Visitor

MAP = "/console/directory/map"
WHO = "/console/directory/who"
_DOT = re.compile(
    r'<a href="[^"]*" data-circle="([^"]+)" data-district="([^"]+)" transform="translate\(([-\d.]+) ([-\d.]+)\)">'
    r"<title>([^<]*)</title><g class=\"mark of-(\d)[^>]*>.*?<text[^>]*>(\d+)</text>",
    re.DOTALL,
)
_ROW = re.compile(r'<tr role="row" data-district="([^"]+)" data-circle="([^"]+)">(.*?)</tr>', re.DOTALL)


@dataclass(frozen=True)
class Dot:
    """What a dot of the map says."""

    district: str
    circle: str
    at: tuple[float, float]
    title: str
    colour: str
    number: str


@dataclass(frozen=True)
class Row:
    """What a row of the table says."""

    district: str
    circle: str
    words: str
    number: str
    circles_linked: tuple[str, ...]


def dots_of(page: Any) -> list[Dot]:
    return [
        Dot(html.unescape(name), circle, (float(x), float(y)), html.unescape(title), colour, number)
        for circle, name, x, y, title, colour, number in _DOT.findall(page.text)
    ]


def rows_of(page: Any) -> list[Row]:
    rows = []
    for name, circle, cells in _ROW.findall(page.text):
        number = re.search(r"<text[^>]*>(\d+)</text>", cells)
        assert number
        words = " ".join(html.unescape(re.sub(r"<svg.*?</svg>|<[^>]+>", " ", cells, flags=re.DOTALL)).split())
        linked = tuple(re.findall(r'href="/console/directory/circles/([^"]+)"', cells))
        rows.append(Row(html.unescape(name), circle, words, number[1], linked))
    return rows


@pytest.fixture
def password(database: Database) -> str:
    """The password of the supervisor nadia."""
    with database.transaction() as session:
        return make_supervisor(session, "nadia")


@pytest.fixture
def nadia(app: Any, password: str, directory: None) -> Visitor:
    """A browser in which nadia has signed in, and the directory as it is seeded."""
    visitor = Visitor(app.test_client())
    assert visitor.sign_in("nadia", password).status_code == 303
    return visitor
