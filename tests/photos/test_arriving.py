"""A photo that comes with a text is kept, sealed, and gone at the carrier, whatever happens on the way."""

import base64
import logging
import uuid
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select, update

from hotline import jobs
from hotline.carriers.practice_numbers import CALLER, HOTLINE
from hotline.carriers.twilio.recordings import TwilioMedia
from hotline.fetching import FetchState
from hotline.queues import TIPS
from hotline.sms.incoming import IncomingSms
from hotline.sms.models import Photo, Text
from hotline.sms.photos import of_conversation, take_out
from hotline.tables import Base
from hotline.taking_in import INCOMING_SMS
from hotline.tips.models import Tip
from tests.photos.conftest import MARK, PHOTO, Texter, rows_of


def everything_in(runtime: Any) -> bytes:
    """Every row of every table, as it lies there."""
    with runtime.database.transaction() as session:
        rows = [row for table in Base.metadata.sorted_tables for row in session.execute(select(table))]
    return b"\n".join(
        bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
        for row in rows
        for value in row
    )


def test_a_photo_is_kept_byte_for_byte_and_only_sealed(texter: Texter) -> None:
    texter.send("Workers are held at a brick kiln in Gujranwala", texter.medium())
    assert MARK in everything_in(texter.runtime), "it lies at the practice carrier"
    texter.work()
    [photo] = texter.photos()
    assert (photo.number, photo.content_type, photo.state) == (1, "image/jpeg", FetchState.KEPT)
    assert photo.sealed is not None
    assert texter.runtime.sealer.open(photo.sealed) == PHOTO
    assert texter.left_at_the_carrier() == []
    stored = everything_in(texter.runtime)
    for form in (MARK, base64.b64encode(MARK)[:32], MARK.hex().encode(), b"/practice/recordings/"):
        assert form not in stored


def test_a_photo_without_a_word_is_a_tip_and_so_is_what_no_list_knows(texter: Texter) -> None:
    texter.send("", texter.medium(b"<script>alert(1)</script>", "text/html"), texter.medium(b"\0", ""))
    texter.work()
    assert [(photo.number, photo.content_type) for photo in texter.photos()] == [(1, "text/html"), (2, "")]
    assert {photo.state for photo in texter.photos()} == {FetchState.KEPT}
    assert len(rows_of(texter.runtime, Tip)) == 1


def test_photos_of_several_texts_are_counted_through(texter: Texter) -> None:
    texter.send("Help in Gujranwala", texter.medium(b"one"), texter.medium(b"two"))
    texter.send("and this", texter.medium(b"three"))
    texter.work()
    with texter.runtime.database.transaction() as session:
        conversation = session.scalars(select(Text.conversation_id)).first()
        shown = of_conversation(session, conversation)
        taken = [take_out(session, texter.runtime.sealer, photo.id) for photo in shown]
        reference = session.scalars(select(Tip.reference)).one()
    assert [photo.number for photo in shown] == [1, 2, 3]
    assert [(photo.content, photo.number, photo.reference) for photo in taken if photo] == [
        (b"one", 1, reference),
        (b"two", 2, reference),
        (b"three", 3, reference),
    ]


def test_a_text_told_of_again_and_a_job_run_twice_change_nothing(texter: Texter) -> None:
    medium = texter.medium()
    carrier = texter.carrier()
    fields = {"NumMedia": "1", "MediaUrl0": medium.url, "MediaContentType0": medium.content_type}
    for _ in range(3):
        carrier.text("Look at this", sid="MM1", **fields)
    texter.work()
    [photo] = texter.photos()
    sealed = photo.sealed
    jobs.fetch_photo(str(photo.id))
    jobs.fetch_photo(str(uuid.uuid4()))
    carrier.text("Look at this", sid="MM1", **fields)
    texter.work()
    assert [photo.sealed for photo in texter.photos()] == [sealed]


def test_what_the_queue_lost_the_clock_finds(texter: Texter) -> None:
    texter.send("Look", texter.medium())
    texter.runtime.queues.connection.flushdb()
    for _ in range(3):
        jobs.sweep(texter.runtime)
    assert texter.runtime.queues.lengths()[TIPS] == 1
    texter.work()
    assert [photo.state for photo in texter.photos()] == [FetchState.KEPT]


def test_a_photo_that_came_while_the_database_was_away_is_fetched_later(texter: Texter) -> None:
    sms = IncomingSms("MM7", CALLER, HOTLINE, "Look", 1, (texter.medium(),))
    texter.runtime.spool.keep(INCOMING_SMS, sms=sms)
    jobs.begin_work(texter.runtime)
    jobs.sweep(texter.runtime)
    texter.work()
    assert texter.runtime.spool.count() == texter.runtime.spool.aside() == 0
    assert [photo.state for photo in texter.photos()] == [FetchState.KEPT]


def test_a_text_kept_before_photos_were_is_taken_in_all_the_same() -> None:
    before = {"carrier_id": "SM1", "sender": "", "recipient": "", "body": "Help", "media_count": 0}
    assert IncomingSms.from_kept(before) == IncomingSms("SM1", "", "", "Help", 0)


@pytest.mark.parametrize("why", ["none there", "nobody there"])
def test_a_photo_whose_fetching_fails_is_logged_without_its_address(
    texter: Texter, logged: Any, caplog: pytest.LogCaptureFixture, why: str
) -> None:
    medium = texter.medium()
    texter.send("Look", medium)
    if why == "none there":
        with texter.runtime.database.transaction() as session:
            session.execute(Base.metadata.tables["practice_recordings"].delete())
    else:
        away = "http://127.0.0.1:1"
        texter.runtime = replace(texter.runtime, photos=TwilioMedia("AC1", "token", away))
        with texter.runtime.database.transaction() as session:
            link = texter.runtime.sealer.seal_text(f"{away}/practice/recordings/ME1")
            session.execute(update(Photo).values(link_sealed=link))
    # As in service, where neither connections nor requests are talked about.
    for noisy in ("urllib3", "werkzeug"):
        caplog.set_level(logging.WARNING, logger=noisy)
    texter.work()
    assert [photo.state for photo in texter.photos()] == [FetchState.WAITING]
    told = logged.getvalue()
    assert "a job failed" in told
    assert "NotYet" in told
    assert "/recordings/" not in told
