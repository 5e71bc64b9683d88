"""With the database away the caller hears an apology with another number, and what came is taken in later."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select

from hotline import jobs
from hotline.calls.models import Call
from hotline.tips.models import Kind, Tip
from tests.cut_off import without_database
from tests.webhooks import CALLER, FarEnd, answer_url, is_apology, texted


@pytest.fixture
def cut_off(environ: dict[str, str]) -> Iterator[FarEnd]:
    with without_database(environ) as far_end:
        yield far_end


@pytest.fixture
def carrier(client: Any, runtime: Any, practice_directory: None) -> FarEnd:
    return FarEnd(client, runtime)


def tips(runtime: Any) -> list[Tip]:
    with runtime.database.transaction() as session:
        return list(session.execute(select(Tip)).scalars())


def test_a_call_that_arrives_hears_an_apology_and_is_in_the_log_later(cut_off: FarEnd, runtime: Any) -> None:
    assert is_apology(cut_off.ring())
    jobs.sweep(runtime)
    with runtime.database.transaction() as session:
        call = session.execute(select(Call)).scalar_one()
    assert call.carrier_id == cut_off.call_sid
    assert runtime.spool.count() == 0


def test_an_answer_that_could_not_be_written_is_in_the_tip_later(
    carrier: FarEnd, cut_off: FarEnd, runtime: Any
) -> None:
    kind = carrier.walk("1", "1")
    cut_off.call_sid = carrier.call_sid
    assert is_apology(cut_off.press(answer_url(kind), "3"))
    assert cut_off.end().status_code == 204
    assert runtime.spool.count() == 2
    jobs.sweep(runtime)
    [tip] = tips(runtime)
    assert (tip.kind, tip.partial) == (Kind.SEXUAL_EXPLOITATION, True)


def test_the_answer_is_in_the_tip_even_when_the_hang_up_was_told_first(
    carrier: FarEnd, cut_off: FarEnd, runtime: Any
) -> None:
    kind = carrier.walk("1", "1")
    cut_off.call_sid = carrier.call_sid
    cut_off.press(answer_url(kind), "3")
    carrier.end()
    jobs.sweep(runtime)
    assert [tip.kind for tip in tips(runtime)] == [Kind.SEXUAL_EXPLOITATION]


def test_a_whole_call_in_the_dark_leaves_its_recordings(
    cut_off: FarEnd, runtime: Any, practice_directory: None
) -> None:
    where = "/twilio/calls/answer/ur.where.city_punjab.4.0"
    assert is_apology(cut_off.speak(where))
    cut_off.end()
    jobs.sweep(runtime)
    assert [tip.partial for tip in tips(runtime)] == [True]


def test_a_text_is_answered_and_becomes_a_tip_later(
    cut_off: FarEnd, runtime: Any, practice_directory: None
) -> None:
    assert "15" in texted(cut_off.text("Workers are held in Gujranwala", sid="SM" + "c" * 32))
    assert "15" in texted(cut_off.text("Workers are held in Gujranwala", sid="SM" + "c" * 32))
    assert runtime.spool.count() == 2
    jobs.sweep(runtime)
    assert len(tips(runtime)) == 1


def test_what_waits_on_disk_is_sealed(cut_off: FarEnd, runtime: Any) -> None:
    cut_off.text("Workers are held in Gujranwala")
    [path] = runtime.spool.folder.glob("*.sealed")
    kept = path.read_bytes()
    assert b"Gujranwala" not in kept
    assert CALLER[3:].encode() not in kept
    assert path.stat().st_mode & 0o777 == 0o600


def test_what_cannot_be_opened_is_put_aside_and_the_rest_taken_in(
    cut_off: FarEnd, runtime: Any, practice_directory: None
) -> None:
    cut_off.text("Workers are held in Gujranwala")
    (runtime.spool.folder / "00000000000000000000-bad.sealed").write_bytes(b"not sealed by us")
    jobs.sweep(runtime)
    assert len(tips(runtime)) == 1
    assert (runtime.spool.count(), runtime.spool.aside()) == (0, 1)


def test_while_it_is_still_away_everything_stays_where_it_is(cut_off: FarEnd) -> None:
    cut_off.text("Workers are held in Gujranwala")
    with pytest.raises(Exception, match=r"(?i)connection"):
        jobs.sweep(cut_off.runtime)
    assert cut_off.runtime.spool.count() == 1
