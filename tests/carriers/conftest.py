"""The far end that carriers are tested against."""

from collections.abc import Iterator

import pytest

from tests.carriers.far_end import FarEnd


@pytest.fixture
def far_end() -> Iterator[FarEnd]:
    with FarEnd() as opened:
        yield opened
