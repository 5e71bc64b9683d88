"""The sign that the clock lives: the time of its last round, in a row that every other process can read."""

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from hotline.database import WRITTEN_LATER

CLOCK = "clock"
STOPPED_AFTER_SECONDS = 60.0

_BEAT = f"""
    INSERT INTO heartbeats (of, at) VALUES (%(of)s, clock_timestamp())
    ON CONFLICT (of) DO UPDATE SET at = clock_timestamp()
    RETURNING {WRITTEN_LATER}
"""  # noqa: S608


def beat(connection: Connection, of: str = CLOCK) -> None:
    """Keep that it was there just now."""
    connection.exec_driver_sql(_BEAT, {"of": of})


def seen_within(session: Session, of: str, seconds: float) -> bool:
    row = session.connection().exec_driver_sql(
        "SELECT 1 FROM heartbeats WHERE of = %(of)s AND at > clock_timestamp() - make_interval(secs => %(secs)s)",
        {"of": of, "secs": seconds},
    )
    return row.first() is not None
