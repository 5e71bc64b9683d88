"""Publishing: callers hear it in the next prompt, from every process, and a way back is always there."""

import json
import re
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from app import create_app
from hotline import prompts
from hotline.jobs import sweep
from hotline.prompts import INDEX, Origin, PromptShelf
from hotline.runtime import Runtime, build_runtime
from hotline.settings import Settings
from hotline.studio.models import PromptPublication, PromptRecording
from hotline.studio.recordings import SomebodyElseWas, Spoken, publish
from hotline.studio.shelving import shelve
from tests.studio.conftest import PROMPT, Studio, speech, wav
from tests.webhooks import FarEnd, answer_url, twiml

FIRST = wav(speech(1.0))
SECOND = wav(speech(2.0))


@pytest.fixture
def looking(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every process looks at every request, instead of once a second."""
    monkeypatch.setattr(prompts, "LOOK_EVERY", 0.0)


@pytest.fixture
def other(settings: Settings, looking: None) -> Iterator[Runtime]:
    """Another process of the same installation."""
    built = build_runtime(settings)
    yield built
    built.close()


def heard(runtime: Runtime, name: str = PROMPT) -> bytes:
    """What a carrier is given for the address that a call says now."""
    address = runtime.prompt_url(name, "ur").removeprefix(runtime.settings.public_url)
    return fetched(create_app(runtime).test_client(), address)


def fetched(client: Any, address: str) -> bytes:
    with client.get(address) as answered:
        assert answered.status_code == 200
        return bytes(answered.data)


def kept(runtime: Runtime, recording: int) -> bytes:
    with runtime.database.transaction() as session:
        sound = session.scalar(select(PromptRecording.sound).where(PromptRecording.id == recording))
    assert sound is not None
    return sound


def plays(response: Any) -> list[str]:
    return [play.text or "" for play in twiml(response).iter("Play")]


def test_nobody_hears_a_recording_before_it_is_published(nadia: Studio, runtime: Runtime) -> None:
    before = heard(runtime)
    one = nadia.record(FIRST)
    assert heard(runtime) == before
    assert fetched(nadia, f"/console/prompts/recordings/{one}.wav") == kept(runtime, one)


def test_what_is_published_is_heard_at_once_and_goes_back(nadia: Studio, runtime: Runtime) -> None:
    stand_in = heard(runtime)
    one, two = nadia.record(FIRST), nadia.record(SECOND)
    for seen, (recording, expected) in enumerate(
        [(one, kept(runtime, one)), (two, kept(runtime, two)), (one, kept(runtime, one)), (None, stand_in)]
    ):
        assert nadia.publish(recording, seen).status_code == 303
        assert heard(runtime) == expected
    with runtime.database.transaction() as session:
        assert session.scalar(select(func.count()).select_from(PromptRecording)) == 2
        assert session.scalar(select(func.count()).select_from(PromptPublication)) == 4


def test_a_call_under_way_still_hears_what_it_was_told_of(nadia: Studio, runtime: Runtime) -> None:
    stand_in = runtime.prompts.url_name(PROMPT, "ur")
    nadia.publish(nadia.record(FIRST), 0)
    published = runtime.prompts.url_name(PROMPT, "ur")
    nadia.publish(nadia.record(SECOND), 1)
    sounds = [fetched(nadia, f"/prompts/ur/{name}") for name in (stand_in, published)]
    assert len(set(sounds)) == 2
    assert heard(runtime) not in sounds


def test_the_next_answer_of_a_live_call_plays_it_in_every_process(
    nadia: Studio, runtime: Runtime, other: Runtime, client: Any, directory: None
) -> None:
    here, there = FarEnd(client, runtime), FarEnd(create_app(other).test_client(), other)
    rung = here.ring()
    first = re.search(r"/prompts/(\w+)/(.+)\.[0-9a-f]{12}\.wav$", plays(rung)[0])
    assert first is not None
    assert plays(there.ring()) == plays(rung), "remembered by both"
    recording = nadia.record(FIRST, first[2], first[1])
    assert nadia.publish(recording, 0, first[2], first[1]).status_code == 303
    # No key was pressed: the same is asked again, of the same call, and of one that begins now.
    for carrier, again in ((here, here.ring()), (there, there.ring())):
        assert plays(again)[0] != plays(rung)[0]
        address = carrier.path(plays(again)[0])
        assert fetched(carrier.client, address) == kept(runtime, recording)
        assert answer_url(again)


def test_the_apology_is_another_one_too(nadia: Studio, runtime: Runtime, client: Any) -> None:
    carrier = FarEnd(client, runtime)
    before = plays(carrier.post("/twilio/calls/failed", carrier.call_form()))
    nadia.publish(nadia.record(FIRST, "apology.dial_15"), 0, "apology.dial_15")
    after = plays(carrier.post("/twilio/calls/failed", carrier.call_form()))
    assert after[0] != before[0]
    assert after[1:] == before[1:]


def test_of_two_who_publish_at_once_the_second_sees_what_happened(
    nadia: Studio, imran: Studio, runtime: Runtime
) -> None:
    one, two = nadia.record(FIRST), imran.record(SECOND)
    assert nadia.publish(one, 0).status_code == 303
    late = imran.publish(two, 0)
    assert late.status_code == 409
    assert "Meanwhile nadia has published another recording" in late.text
    assert heard(runtime) == kept(runtime, one)
    assert 'name="seen" value="1"' in late.text
    assert imran.publish(two, 1).status_code == 303
    assert heard(runtime) == kept(runtime, two)


def test_whoever_wants_what_plays_already_is_not_told_off(
    nadia: Studio, imran: Studio, runtime: Runtime
) -> None:
    one = nadia.record(FIRST)
    assert nadia.publish(one, 0).status_code == 303
    assert imran.publish(one, 0).status_code == 303
    with runtime.database.transaction() as session:
        assert session.scalar(select(func.count()).select_from(PromptPublication)) == 1


def test_two_in_the_same_moment_never_both_publish(nadia: Studio, imran: Studio, runtime: Runtime) -> None:
    recordings = [nadia.record(FIRST), imran.record(SECOND)]
    spoken = Spoken(PROMPT, "ur", "")
    both = threading.Barrier(2)
    refused: list[int] = []

    def at_once(recording: int) -> None:
        try:
            with runtime.database.transaction() as session:
                both.wait()
                publish(session, spoken, recording, 0, 1)
        except SomebodyElseWas:
            refused.append(recording)

    threads = [threading.Thread(target=at_once, args=[recording]) for recording in recordings]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 1
    with runtime.database.transaction() as session:
        assert session.scalars(select(PromptPublication.recording_id)).all() == [*{*recordings} - {*refused}]


@pytest.mark.parametrize("lost", ["everything", "a sound", "the index", "the index is garbled"])
def test_what_the_disk_loses_comes_back_from_the_database(nadia: Studio, runtime: Runtime, lost: str) -> None:
    one = nadia.record(FIRST)
    nadia.publish(one, 0)
    folder = runtime.published_prompts
    if lost == "everything":
        shutil.rmtree(folder)
    elif lost == "a sound":
        next(folder.glob("ur/*.wav")).unlink()
    elif lost == "the index":
        (folder / INDEX).unlink()
    else:
        (folder / INDEX).write_text("[]", encoding="ascii")
    sweep(runtime)
    runtime.prompts.look_now()
    assert heard(runtime) == kept(runtime, one)


def test_with_nothing_lost_and_nothing_new_nothing_is_written(nadia: Studio, runtime: Runtime) -> None:
    assert not shelve(runtime.database, runtime.published_prompts)
    assert not runtime.published_prompts.exists()
    nadia.publish(nadia.record(FIRST), 0)
    before = (runtime.published_prompts / INDEX).stat()
    assert not shelve(runtime.database, runtime.published_prompts)
    assert (runtime.published_prompts / INDEX).stat() == before


def test_all_that_lies_there_is_closed_to_others(nadia: Studio, runtime: Runtime) -> None:
    nadia.publish(nadia.record(FIRST), 0)
    for path in (runtime.published_prompts, *runtime.published_prompts.rglob("*")):
        assert path.stat().st_mode & 0o077 == 0, path


def test_a_process_that_begins_later_plays_it_from_the_first_call_on(
    nadia: Studio, runtime: Runtime, other: Runtime, tmp_path: Path
) -> None:
    one = nadia.record(FIRST)
    nadia.publish(one, 0)
    shelf = PromptShelf(tmp_path, tmp_path, runtime.published_prompts)
    playing = shelf.playing(PROMPT, "ur")
    assert playing is not None
    assert (playing.origin, playing.recording) == (Origin.STUDIO, one)
    assert playing.path.read_bytes() == kept(runtime, one)


def test_a_sound_that_the_index_names_and_nobody_has_does_not_play(tmp_path: Path) -> None:
    told = {"file": "goodbye.0123456789ab.wav", "seconds": 1, "recording": 1, "words": ""}
    (tmp_path / INDEX).write_text(
        json.dumps({"edition": "1", "playing": {"ur": {PROMPT: told}}}), encoding="ascii"
    )
    assert PromptShelf(tmp_path, tmp_path, tmp_path).playing(PROMPT, "ur") is None
