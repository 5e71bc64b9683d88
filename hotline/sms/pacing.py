"""How fast one sender may send, all workers together: an operator cuts off who sends too much in a quarter hour."""

from datetime import timedelta

from sqlalchemy import Connection

QUARTER = timedelta(minutes=15)
BURST_SHARE = 3
"""A third of what a sender may send in a quarter of an hour it may send at once."""
KEPT_SHARE = 5
"""The last fifth of that is kept for what is urgent."""

# `free_at` is when all that has been sent would have been sent at the steady pace: a burst lies as far ahead of now as
# it is long. One that lies much further ahead was written before the clock was set back: it counts no more.
_GO = """
    WITH gone AS (
        INSERT INTO sender_paces AS pace (sender, free_at) VALUES (%(sender)s, clock_timestamp() + %(each)s)
        ON CONFLICT (sender) DO UPDATE SET free_at = %(each)s + CASE
            WHEN pace.free_at BETWEEN clock_timestamp() AND clock_timestamp() + %(longest)s THEN pace.free_at
            ELSE clock_timestamp()
        END
        WHERE pace.free_at NOT BETWEEN clock_timestamp() + %(ahead)s AND clock_timestamp() + %(longest)s
        RETURNING sender
    )
    SELECT EXISTS (SELECT FROM gone),
        (SELECT free_at - %(ahead)s - clock_timestamp() FROM sender_paces WHERE sender = %(sender)s)
"""


def wait_for_turn(connection: Connection, sender: str, most: int, urgent: bool) -> timedelta | None:
    """None when one SMS may go from this sender now, which counts it; else how long to wait before asking again.

    Never more than `most` in any 15 minutes by the database's clock, however many ask at once; 0 for no limit. The
    connection must be one that commits by itself: whoever else asks waits until it has.
    """
    if not most:
        return None
    burst = max(1, most // BURST_SHARE)
    # What is sent at once and what follows steadily make `most` together.
    each = QUARTER / (most - burst + 1)
    may_be_ahead = burst - 1 if urgent else burst - burst // KEPT_SHARE - 1
    given = {
        "sender": sender,
        "each": each,
        "ahead": may_be_ahead * each + timedelta.resolution,
        "longest": burst * each + QUARTER,
    }
    gone, wait = connection.exec_driver_sql(_GO, given).one()
    if gone:
        return None
    # Where another worker was the first to send, this statement cannot see it yet.
    return max(wait or each, timedelta(seconds=1))
