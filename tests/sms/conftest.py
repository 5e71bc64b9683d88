"""The far end of texting."""

from typing import Any

import pytest

from tests.webhooks import FarEnd


@pytest.fixture
def carrier(client: Any, runtime: Any, practice_directory: None) -> FarEnd:
    return FarEnd(client, runtime)
