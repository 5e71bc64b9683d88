"""A texter who sends photos, a carrier's far end with photos of its own, and a supervisor."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import undefer

from hotline.carriers.practice.exchange import Exchange
from hotline.carriers.practice.models import PracticeRecording
from hotline.carriers.practice.recordings import keep_photo, recording_url
from hotline.carriers.practice.texting import Texted, text_hotline
from hotline.carriers.practice_numbers import CALLER, HOTLINE
from hotline.database import utc_now
from hotline.queues import REFERRALS, TIPS
from hotline.sms.incoming import Media
from hotline.sms.models import Photo
from tests.carriers.far_end import FarEnd
from tests.console.conftest import nadia, password, visitor
from tests.house.test_silence import logged
from tests.webhooks import FarEnd as Webhooks
from worker import make_worker

__all__ = ["logged", "nadia", "password", "visitor"]

MARK = b"what nobody may read at rest"
PHOTO = b"\xff\xd8\xff\xe0\x00\x10JFIF" + MARK + bytes(range(256)) * 400


@dataclass
class Texter:
    """Someone who practises, over real HTTP, and the worker that comes for what is sent."""

    runtime: Any
    exchange: Exchange
    app: Any

    def carrier(self) -> Webhooks:
        """The carrier, for webhooks that differ from those of a practice text."""
        return Webhooks(self.app.test_client(), self.runtime)

    def medium(self, content: bytes = PHOTO, kind: str = "image/jpeg") -> Media:
        """A file that now lies at the practice carrier."""
        with self.runtime.database.transaction() as session:
            sid = keep_photo(session, content)
        return Media(recording_url(self.runtime.settings.public_url, sid), kind)

    def send(self, body: str, *media: Media) -> Texted:
        return text_hotline(self.runtime.database, self.exchange, CALLER, HOTLINE, body, media)

    def work(self) -> None:
        make_worker(self.runtime, [TIPS, REFERRALS]).work(burst=True)

    def photos(self) -> list[Photo]:
        return rows_of(self.runtime, Photo, Photo.text_id, Photo.number)

    def left_at_the_carrier(self) -> list[PracticeRecording]:
        return rows_of(self.runtime, PracticeRecording, PracticeRecording.sid)


def rows_of(runtime: Any, table: Any, *order: Any) -> list[Any]:
    with runtime.database.transaction() as session:
        query = select(table).order_by(*order)
        return list(session.scalars(query.options(undefer(Photo.sealed)) if table is Photo else query))


def let_time_pass(runtime: Any) -> None:
    """Until the next try is due."""
    with runtime.database.transaction() as session:
        session.execute(update(Photo).values(try_at=utc_now() - timedelta(seconds=1)))


@pytest.fixture
def texter(live: Any, runtime: Any, practice_directory: None) -> Iterator[Texter]:
    exchange = Exchange.of(runtime.settings)
    yield Texter(runtime, exchange, live.app)
    exchange.close()


@pytest.fixture
def far_end() -> Iterator[FarEnd]:
    """The carrier."""
    with FarEnd() as opened:
        yield opened


@pytest.fixture
def storage() -> Iterator[FarEnd]:
    """Where the carrier lets its files lie."""
    with FarEnd() as opened:
        yield opened
