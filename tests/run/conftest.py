"""A folder to run in. pytest's own lies under one that every pytest of this machine closes again at its start,
and under root PostgreSQL, as another user, must pass through."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture
def folder() -> Iterator[Path]:
    made = Path(tempfile.mkdtemp(prefix="raabta-run-"))
    yield made
    shutil.rmtree(made, ignore_errors=True)
