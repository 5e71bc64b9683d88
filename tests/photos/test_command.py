"""`text --photo` sends a photo along, and tells when the hotline has it."""

from pathlib import Path
from typing import Any

import pytest

from tests.carriers.test_practice_commands import practise, workers
from tests.photos.conftest import PHOTO, Texter

__all__ = ["practise", "workers"]


def test_a_practice_text_with_a_photo(
    live: Any, workers: Any, practise: Any, texter: Texter, tmp_path: Path
) -> None:
    file = tmp_path / "kiln.jpg"
    file.write_bytes(PHOTO)
    told = practise("text", "Workers are held in Gujranwala", "--photo", str(file), "--wait", "30")
    assert told.exit_code == 0, told.output
    assert f"sends kiln.jpg ({len(PHOTO)} bytes)" in told.output
    assert "All 1 sent along are at the hotline, sealed, and gone at the carrier." in told.output
    [photo] = texter.photos()
    assert photo.content_type == "image/jpeg"
    assert texter.runtime.sealer.open(photo.sealed) == PHOTO


@pytest.mark.parametrize("size", [0, 8 * 1024 * 1024 + 1])
def test_what_cannot_be_sent_is_refused_before_anything_is(practise: Any, tmp_path: Path, size: int) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"\0" * size)
    told = practise("text", "Help", "--photo", str(file))
    assert told.exit_code == 2
    assert "at most 8 MB" in told.output
