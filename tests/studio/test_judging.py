"""What is handed in: refused with the reason and the figure, or made into what a carrier plays."""

import io
import math
import struct

import numpy
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st

from hotline.studio import takes
from hotline.studio.listening import take
from hotline.studio.takes import LONGEST, Fault, TakeRefused, judge
from tests.studio.conftest import RATE, silence, speech, wav
from tests.test_prompts import decibels, decoded

HEADER = 58


def faults(content: bytes) -> list[Fault]:
    try:
        take(content)
    except TakeRefused as refused:
        return [fault for fault, _ in refused.faults]
    return []


def written(samples: list[float], kind: str, subtype: str, rate: int = RATE, channels: int = 1) -> bytes:
    file = io.BytesIO()
    sound = numpy.array(samples)
    if channels > 1:
        sound = numpy.stack([sound] * channels, axis=1)
    soundfile.write(file, sound, rate, format=kind, subtype=subtype)
    return file.getvalue()


def is_for_the_line(sound: bytes) -> bool:
    """Whether it is an 8 kHz mono mu-law WAV, whole, as loud as speech on a line and nowhere cut off."""
    assert struct.unpack_from("<4sIHHIIHHH", sound, 12) == (b"fmt ", 18, 7, 1, 8000, 8000, 1, 8, 0)
    (length,) = struct.unpack_from("<I", sound, HEADER - 4)
    assert len(sound) == HEADER + length + length % 2
    samples = decoded(sound[HEADER : HEADER + length])
    loud = [sample for sample in samples if abs(sample) > 0.01]
    level = decibels(math.sqrt(sum(sample**2 for sample in loud) / len(loud)))
    return -23 < level < -17 and max(abs(sample) for sample in samples) < 0.72


@given(
    seconds=st.floats(0.4, 3.0),
    loudness=st.floats(0.05, 0.9),
    before=st.floats(0, 4.5),
    after=st.floats(0, 4.5),
    rate=st.sampled_from([8000, 11025, 16000, 22050, 44100, 48000]),
)
@settings(max_examples=40, deadline=None)
def test_speech_of_any_rate_and_loudness_becomes_sound_for_the_line(
    seconds: float, loudness: float, before: float, after: float, rate: int
) -> None:
    handed_in = wav(silence(before, rate) + speech(seconds, loudness, rate) + silence(after, rate), rate)
    told, sound = take(handed_in)
    assert is_for_the_line(sound)
    # Little is left of the silence, and all of the words.
    assert seconds - 0.1 <= told["seconds"] <= seconds + 0.5
    assert told["seconds"] + told["trimmed"] == pytest.approx(seconds + before + after, abs=0.02)
    assert told["level"] == pytest.approx(20 * math.log10(loudness * 0.45), abs=3)


@pytest.mark.parametrize(
    ("kind", "subtype"),
    [
        ("WAV", "PCM_U8"), ("WAV", "PCM_16"), ("WAV", "PCM_24"), ("WAV", "PCM_32"), ("WAV", "FLOAT"),
        ("WAV", "ULAW"), ("WAVEX", "PCM_16"), ("AIFF", "PCM_16"), ("FLAC", "PCM_16"), ("FLAC", "PCM_24"),
        ("OGG", "VORBIS"), ("OGG", "OPUS"), ("MP3", "MPEG_LAYER_III"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("channels", [1, 2])
def test_every_usual_kind_of_file_is_read(kind: str, subtype: str, channels: int) -> None:
    told, sound = take(written(speech(1.2), kind, subtype, channels=channels))
    assert is_for_the_line(sound)
    assert told["seconds"] == pytest.approx(1.2, abs=0.3)


def test_of_two_channels_the_louder_one_is_heard() -> None:
    """Mixed, one that is turned over would silence the other."""
    one = numpy.array(speech(1.2))
    file = io.BytesIO()
    soundfile.write(file, numpy.stack([one, -0.95 * one], axis=1), RATE, format="WAV")
    assert is_for_the_line(take(file.getvalue())[1])


@pytest.mark.parametrize(
    ("sound", "expected"),
    [
        pytest.param(silence(2), [Fault.NOTHING_HEARD], id="silence"),
        pytest.param([], [Fault.NOTHING_HEARD], id="nothing at all"),
        pytest.param(speech(1.5, 0.0005), [Fault.NOTHING_HEARD], id="next to nothing"),
        pytest.param(speech(1.5, 0.012), [Fault.TOO_QUIET], id="quiet"),
        pytest.param(speech(1.5, 1.6), [Fault.CLIPPED], id="cut off at the top"),
        pytest.param(silence(1) + speech(0.12) + silence(1), [Fault.TOO_SHORT], id="short"),
        pytest.param(silence(6) + speech(), [Fault.PAUSE_BEFORE], id="late"),
        pytest.param(speech() + silence(6), [Fault.PAUSE_AFTER], id="goes on"),
        pytest.param(speech(0.4) + silence(4) + speech(0.4), [Fault.MOSTLY_SILENCE], id="with a long pause"),
        pytest.param(
            silence(6) + speech(0.12, 1.6) + silence(6),
            [Fault.TOO_SHORT, Fault.PAUSE_BEFORE, Fault.PAUSE_AFTER, Fault.CLIPPED],
            id="everything at once is told",
        ),
    ],
)
def test_what_is_unfit_is_refused_for_what_it_is(sound: list[float], expected: list[Fault]) -> None:
    assert faults(wav(sound)) == expected


def test_hum_below_the_voice_is_nothing_on_a_line() -> None:
    hum = [0.5 * math.sin(math.tau * 50 * at / RATE) for at in range(2 * RATE)]
    assert faults(wav(hum)) == [Fault.NOTHING_HEARD]


def test_a_click_of_a_key_is_not_the_beginning() -> None:
    click = [0.5 * (-1) ** (at // 8) for at in range(RATE // 100)]
    told, _ = take(wav(silence(0.5) + click + silence(2) + speech(1.0)))
    assert told["seconds"] < 1.5


def test_a_prompt_may_be_as_long_as_allowed_and_no_longer() -> None:
    rate = 8000
    whole = speech(LONGEST - 1, rate=rate)
    assert take(wav(whole, rate))[0]["seconds"] == pytest.approx(LONGEST - 1, abs=0.1)
    assert faults(wav(whole + speech(2, rate=rate), rate)) == [Fault.TOO_LONG]
    assert faults(wav(whole + speech(20, rate=rate), rate)) == [Fault.TOO_LONG]


def test_an_hour_of_silence_in_a_small_file_is_not_unpacked() -> None:
    """A FLAC of ten minutes in a few kB: it is refused for its length, of which only the first minute was read."""
    bomb = written(silence(600, 8000), "FLAC", "PCM_16", 8000)
    assert len(bomb) < 200_000
    with pytest.raises(TakeRefused) as refused:
        take(bomb)
    ((fault, figure),) = refused.value.faults
    assert fault is Fault.TOO_LONG
    assert figure < LONGEST + 11


@pytest.mark.parametrize(
    ("rate", "channels", "fault"),
    [(4000, 1, Fault.LOW_RATE), (192_000, 1, Fault.HIGH_RATE), (16_000, 6, Fault.CHANNELS)],
)
def test_unusual_files_are_refused(rate: int, channels: int, fault: Fault) -> None:
    assert faults(written(silence(0.5, rate), "WAV", "PCM_16", rate, channels)) == [fault]


@given(st.binary(max_size=400), st.integers(0, 300), st.sampled_from(["WAV", "FLAC", "OGG", "MP3"]))
@settings(max_examples=80, deadline=None)
def test_whatever_is_handed_in_is_judged_and_never_a_crash(noise: bytes, at: int, kind: str) -> None:
    subtype = {"WAV": "PCM_16", "FLAC": "PCM_16", "OGG": "VORBIS", "MP3": "MPEG_LAYER_III"}[kind]
    sound = written(speech(0.5), kind, subtype)
    for content in (noise, sound[:at] + noise, sound[:at] + noise + sound[at + len(noise) :]):
        if not faults(content):
            assert take(content)[1].startswith(b"RIFF")


def test_it_is_judged_in_a_process_of_its_own() -> None:
    judged = judge(wav(silence(1) + speech(1)))
    assert is_for_the_line(judged.sound)
    assert (judged.seconds, judged.trimmed) == (
        pytest.approx(1.2, abs=0.3),
        pytest.approx(0.8, abs=0.3),
    )
    for content, fault in ((b"", Fault.NO_FILE), (b"no sound at all", Fault.UNREADABLE)):
        with pytest.raises(TakeRefused) as refused:
            judge(content)
        assert refused.value.faults[0][0] is fault


def test_only_so_many_are_judged_at_once_and_none_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    with takes.JUDGING, takes.JUDGING, pytest.raises(TakeRefused, match="busy"):
        judge(b"anything")
    monkeypatch.setattr(takes, "LARGEST_BYTES", 10)
    with pytest.raises(TakeRefused, match="too_large"):
        judge(b"anything more")
