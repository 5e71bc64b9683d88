"""The far end that carriers are tested against, and a practice line to a hotline of documents there."""

from collections.abc import Iterator

import pytest

from hotline.carriers.practice.exchange import Exchange
from hotline.carriers.practice.line import PracticeLine
from tests.carriers.documents import ACCOUNT, CALLER, HOTLINE, TOKEN, Hotline
from tests.carriers.far_end import FarEnd


@pytest.fixture
def far_end() -> Iterator[FarEnd]:
    with FarEnd() as opened:
        yield opened


@pytest.fixture
def hotline(far_end):
    return Hotline(far_end)


@pytest.fixture
def exchange(far_end):
    opened = Exchange(ACCOUNT, TOKEN, far_end.url, patience=5)
    yield opened
    opened.close()


@pytest.fixture
def line(exchange):
    return PracticeLine.dial(exchange, CALLER, HOTLINE)
