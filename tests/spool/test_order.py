"""What waits on disk is taken in as it came, whatever the clocks of the processes that kept it did."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from hotline.sealing import Sealer
from hotline.spool import LAST, Spool

KEY = Fernet.generate_key().decode()
HOUR = 3600 * 10**9


@pytest.fixture
def keep(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, int], None]:
    """Keep something by a process of its own, whose clock is so many hours wrong."""
    real = time.time_ns

    def keep(kind: str, hours: int) -> None:
        monkeypatch.setattr(time, "time_ns", lambda: real() + hours * HOUR)
        spool(tmp_path).keep(kind)

    return keep


def spool(folder: Path) -> Spool:
    return Spool(folder / "spool", Sealer((KEY,)))


def kinds(folder: Path) -> list[str]:
    return [kept.kind for kept in spool(folder).waiting()]


def test_clocks_that_are_set_forward_and_back_change_no_order(
    keep: Callable[[str, int], None], tmp_path: Path
) -> None:
    for number, hours in enumerate((0, 24, -24, 0, 24)):
        keep(str(number), hours)
    assert kinds(tmp_path) == ["0", "1", "2", "3", "4"]


def test_the_order_outlives_the_loss_of_the_last_number(
    keep: Callable[[str, int], None], tmp_path: Path
) -> None:
    keep("first", 24)
    (tmp_path / "spool" / LAST).write_bytes(b"")
    keep("second", 0)
    assert kinds(tmp_path) == ["first", "second"]
