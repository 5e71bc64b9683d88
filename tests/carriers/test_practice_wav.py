"""How long a sound lasts, by its header."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.carriers.practice import wav


def riff(*chunks):
    body = b"".join(kind + struct.pack("<I", size) + data for kind, size, data in chunks)
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WAVE" + body


MU_LAW = (b"fmt ", 18, struct.pack("<HHIIHHH", 7, 1, 8000, 8000, 1, 8, 0))


@pytest.mark.parametrize("length", [0.1, 1, 2.5])
def test_a_tone_lasts_as_long_as_it_was_made(length):
    assert wav.seconds(wav.tone(length)) == pytest.approx(length)


def test_a_mu_law_prompt_with_other_chunks_in_it():
    sound = riff((b"LIST", 3, b"abc\0"), MU_LAW, (b"fact", 4, b"\0" * 4), (b"data", 4000, b"\xff" * 4000))
    assert wav.seconds(sound) == 0.5


def test_a_length_that_was_never_filled_in_is_what_is_there():
    assert wav.seconds(riff(MU_LAW, (b"data", 0xFFFFFFFF, b"\xff" * 8000))) == 1.0


@pytest.mark.parametrize("sound", [b"", b"RIFF", b"ID3", riff(), riff(MU_LAW), riff((b"data", 4, b"abcd"))])
def test_what_is_no_sound_has_no_length(sound):
    assert wav.seconds(sound) is None


@given(st.binary(max_size=80))
def test_nothing_makes_it_raise(rest):
    wav.seconds(b"RIFF\0\0\0\0WAVE" + rest)
