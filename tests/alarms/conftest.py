"""A watch over a hotline with a phone and an address to be told, and both far ends."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import Engine, event, select, text

from hotline.alarms.models import Alarm, AlarmKind
from hotline.alarms.watching import Watch
from hotline.sms.ways import Way, Ways
from tests.carriers.far_end import Answer, FarEnd

ON_DUTY, NEXT = "+923640000011", "+923640000012"


@dataclass
class Carrier:
    """Lists what it took; the next faults are raised."""

    sent: list[tuple[str, str]] = field(default_factory=list)
    faults: list[Exception] = field(default_factory=list)

    def send(self, to: str, body: str, receipt_url: str) -> str:
        if self.faults:
            raise self.faults.pop(0)
        self.sent.append((to, body))
        return f"SM{len(self.sent)}"

    def look_up(self, to: str, body: str, since: datetime) -> str | None:
        return None


@dataclass
class Tower:
    """A watch, the clock that it goes by, and whoever it tells."""

    runtime: Any
    far_end: FarEnd
    carrier: Carrier = field(default_factory=Carrier)
    now: float = 1000.0
    settings: dict[str, Any] = field(default_factory=dict)

    def watch(self) -> Watch:
        """One as it begins in a clock's process."""
        known = {"alarm_url": f"{self.far_end.url}/hook", "alarm_phones": ON_DUTY, "alarm_seconds": 60}
        settings = replace(self.runtime.settings, **known | self.settings)
        ways = Ways(Way("first", self.carrier, "", 0))
        return Watch(self.runtime.database, ways, self.runtime.sealer, self.runtime.spool, settings)

    def round(self, watch: Watch, after: float = 5.0) -> None:
        self.now += after
        watch.round(lambda: self.now)
        watch.tell_waiting()

    def posted(self) -> list[dict[str, Any]]:
        return [json.loads(sent.body) for sent in self.far_end.sent]

    def alarms(self) -> list[tuple[AlarmKind, bool]]:
        """Each of them, and whether it stands."""
        with self.runtime.database.transaction() as session:
            rows = session.scalars(select(Alarm).order_by(Alarm.id))
            return [(row.kind, row.ended_at is None) for row in rows]

    def say(self, statement: str, **given: Any) -> None:
        with self.runtime.database.transaction() as session:
            session.execute(text(statement), given)

    def let_a_quarter_pass(self) -> None:
        self.say(
            "UPDATE alarms SET told_at = told_at - interval '15 min', raised_at = raised_at - interval '15 min'"
        )


@pytest.fixture
def tower(runtime: Any, directory: None) -> Iterator[Tower]:
    with FarEnd(lambda sent: Answer(status=200)) as far_end:
        yield Tower(runtime, far_end)


@pytest.fixture
def statements() -> Iterator[list[str]]:
    """Every statement that any database gets from here."""
    heard: list[str] = []

    def hear(_: Any, __: Any, statement: str, *___: Any) -> None:
        heard.append(statement)

    event.listen(Engine, "before_cursor_execute", hear)
    yield heard
    event.remove(Engine, "before_cursor_execute", hear)
