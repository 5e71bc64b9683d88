"""Watching, in threads of the clock's process: a round that hangs, a carrier or a database silences no alarm."""

import logging
import threading
from collections.abc import Callable
from datetime import timedelta
from queue import Empty, SimpleQueue
from time import monotonic

from sqlalchemy.orm import Session

from hotline.alarms import telling as ways_out
from hotline.alarms.heartbeat import beat, seen_within
from hotline.alarms.looking import look, span
from hotline.alarms.models import AlarmKind
from hotline.alarms.standing import Telling, keep_passed, stand
from hotline.alarms.without_database import WithoutDatabase
from hotline.database import DATABASE_AWAY, Database, utc_now
from hotline.sealing import Sealer
from hotline.settings import Settings
from hotline.sms import notices
from hotline.sms.ways import Ways
from hotline.spool import Spool

EVERY_SECONDS = 5.0
# What comes and goes is one alarm.
PASSED_AFTER_SECONDS = 60.0
POST_TRIES = 3
AT_ONCE = 100
KEPT_HERE = "kept on disk"

log = logging.getLogger(__name__)


class Watch:
    """What looks out for alarms and tells of them, by a clock that cannot jump."""

    def __init__(
        self, database: Database, ways: Ways, sealer: Sealer, spool: Spool, settings: Settings
    ) -> None:
        self._database = database
        self._ways = ways
        self._sealer = sealer
        self._settings = settings
        self._too_long = float(settings.alarm_seconds)
        self._kept = _KeptHere(spool)
        self._absent_since: dict[AlarmKind, float] = {}
        self._to_post: SimpleQueue[tuple[Telling, int]] = SimpleQueue()
        self.without_database = WithoutDatabase(self._too_long, monotonic(), self._say_without_rows)

    def round(self, clock: Callable[[], float] = monotonic) -> None:
        """Look, and keep what is to be told; raises as the database does when it is away."""
        now = clock()
        with self._database.transaction() as session:
            found = dict(look(session, self._too_long))
            unsure = self._look_here(session, found, now)
            tellings = stand(session, found, self._passed(found, unsure, now))
            for each in tellings:
                ways_out.put_notices(session, self._sealer, self._settings, each)
        for each in tellings:
            log.warning(
                "alarm", extra={"event": each.kind.value, "state": "over" if each.passed else "stands"}
            )
            self._to_post.put((each, 1))
        # Not when it was asked: a database that hangs may have taken long to answer.
        away = self.without_database.answered(clock())
        if away is not None:
            with self._database.transaction() as session:
                keep_passed(session, AlarmKind.DATABASE_AWAY, span(away), timedelta(seconds=away))

    def tell_waiting(self) -> None:
        """Post and send what is to be told, by this process itself: queue and workers may be dead."""
        for _ in range(self._to_post.qsize()):
            try:
                each, tries = self._to_post.get_nowait()
            except Empty:
                break
            if not ways_out.post(self._settings, each) and tries < POST_TRIES:
                self._to_post.put((each, tries + 1))
        with self._database.statement() as session:
            due = notices.due(session, AT_ONCE, ways_out.KEYS)
        for notice_id, _ in due:
            notices.send_notice(self._database, self._ways, self._sealer, notice_id)

    def _look_here(self, session: Session, found: dict[AlarmKind, str], now: float) -> set[AlarmKind]:
        """What is wrong on this machine's disk; and what another machine saw on its own, of which this cannot say."""
        count, seconds = self._kept.waits(now)
        if seconds > self._too_long:
            beat(session.connection(), KEPT_HERE)
            found[AlarmKind.KEPT_ON_DISK] = f"{count}, the oldest for {span(seconds)}"
        elif seen_within(session, KEPT_HERE, PASSED_AFTER_SECONDS):
            return {AlarmKind.KEPT_ON_DISK}
        return set()

    def _passed(self, found: dict[AlarmKind, str], unsure: set[AlarmKind], now: float) -> set[AlarmKind]:
        for kind in AlarmKind:
            if kind in found or kind in unsure:
                self._absent_since.pop(kind, None)
            else:
                self._absent_since.setdefault(kind, now)
        return {kind for kind, since in self._absent_since.items() if now - since >= PASSED_AFTER_SECONDS}

    def _say_without_rows(self, telling: Telling) -> None:
        log.warning("alarm", extra={"event": telling.kind.value})
        ways_out.post(self._settings, telling)
        for number in ways_out.phones_on_duty(self._settings.alarm_phones, utc_now()):
            ways_out.send_at_once(self._ways, number, telling.words)


class _KeptHere:
    """For how long this process has seen the oldest webhook wait on disk: no clock that jumps is asked."""

    def __init__(self, spool: Spool) -> None:
        self._spool = spool
        self._oldest = ""
        self._since = 0.0

    def waits(self, now: float) -> tuple[int, float]:
        names = sorted(path.name for path in self._spool.folder.glob("*.sealed"))
        oldest = names[0] if names else ""
        if oldest != self._oldest:
            self._oldest, self._since = oldest, now
        return len(names), now - self._since if names else 0.0


def begin_watching(watch: Watch, stop: threading.Event) -> list[threading.Thread]:
    """Watch until told to stop, in three threads, none of which waits for what another one waits for."""
    loops: tuple[tuple[Callable[[], object], float], ...] = (
        (watch.round, EVERY_SECONDS),
        (watch.tell_waiting, 1.0),
        (lambda: watch.without_database.tell(monotonic()), 1.0),
    )
    threads = [
        threading.Thread(target=_repeat, args=(work, every, stop), daemon=True) for work, every in loops
    ]
    for thread in threads:
        thread.start()
    return threads


def _repeat(work: Callable[[], object], every: float, stop: threading.Event) -> None:
    while not stop.wait(every):
        try:
            work()
        except DATABASE_AWAY as error:
            log.debug("the database is away", extra={"why": type(error).__name__})
        except Exception:
            log.exception("watching failed")
