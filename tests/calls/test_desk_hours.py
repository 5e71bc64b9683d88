"""When a desk is open, by the clock in Pakistan."""

from datetime import UTC, datetime

import pytest

from hotline.consulting import is_open
from hotline.errors import SettingsWrong
from hotline.settings import Settings


@pytest.mark.parametrize(
    ("days", "hours", "moment", "expected"),
    [
        (
            "mon-fri",
            "09:00-17:00",
            datetime(2026, 11, 23, 4, 0, tzinfo=UTC),
            True,
        ),  # Monday 09:00 in Pakistan
        ("mon-fri", "09:00-17:00", datetime(2026, 11, 23, 3, 59, tzinfo=UTC), False),
        ("mon-fri", "09:00-17:00", datetime(2026, 11, 23, 12, 0, tzinfo=UTC), False),
        ("mon-fri", "09:00-17:00", datetime(2026, 11, 22, 6, 0, tzinfo=UTC), False),
        ("fri", "20:00-02:00", datetime(2026, 11, 27, 20, 0, tzinfo=UTC), True),  # Saturday 01:00
        ("fri", "20:00-02:00", datetime(2026, 11, 26, 20, 0, tzinfo=UTC), False),  # Friday 01:00
        ("sun", "00:00-24:00", datetime(2026, 11, 22, 18, 59, 59, tzinfo=UTC), True),  # Sunday 23:59:59
        ("sun", "00:00-24:00", datetime(2026, 11, 22, 19, 0, tzinfo=UTC), False),
        ("sat-mon", "09:00-17:00", datetime(2026, 11, 22, 6, 0, tzinfo=UTC), True),
    ],
)
def test_the_desk_keeps_its_hours_by_the_clock_in_pakistan(
    environ: dict[str, str], days: str, hours: str, moment: datetime, expected: bool
) -> None:
    set_to = {**environ, "HOTLINE_DESK_DAYS": days, "HOTLINE_DESK_HOURS": hours}
    assert is_open(Settings.from_environ(set_to), moment) is expected


@pytest.mark.parametrize("days", ["mon to fri", "monday", "mon-", "-fri", "mon,,tue", "اتوار"])
def test_days_that_are_none_are_refused_by_name(environ: dict[str, str], days: str) -> None:
    with pytest.raises(SettingsWrong, match="HOTLINE_DESK_DAYS must be days such as mon-fri"):
        Settings.from_environ({**environ, "HOTLINE_DESK_DAYS": days})
