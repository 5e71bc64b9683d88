"""The hotline on real HTTP, for a whole journey."""

from collections.abc import Iterator
from typing import Any

import pytest

from hotline.carriers.practice.exchange import Exchange
from tests.journeys.hotline import Hotline


@pytest.fixture
def hotline(live: Any, practice_directory: None) -> Iterator[Hotline]:
    exchange = Exchange.of(live.runtime.settings)
    yield Hotline(live, exchange)
    exchange.close()
