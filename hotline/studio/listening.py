"""Listens to a recording: reads a sound file from standard input, writes what it found and the sound for the line.

The first line of what it writes is JSON, with `faults` or with the figures of a Take; the sound follows it.
"""

import io
import json
import os
import sys
from dataclasses import dataclass

import numpy
import soundfile

from hotline.line_sound import LINE_RATE, Samples, as_loud_as_speech, in_the_band, wav
from hotline.studio.takes import LONGEST, SHORTEST, Fault, TakeRefused

FORMATS = frozenset({"WAV", "WAVEX", "RF64", "AIFF", "FLAC", "OGG", "MP3"})
LOWEST_RATE, HIGHEST_RATE = 8_000, 96_000
MOST_CHANNELS = 2
# Silence at either end is cut off up to here; more of it means that something else was meant.
LONGEST_TRIM = 5.0
# What is left standing around the words, so that a soft beginning or end is not cut off with the silence.
BEFORE, AFTER = 0.15, 0.25
FADE = 0.01
FRAME = 0.02
# A click of a key lasts one or two frames, a word more.
CLICK_FRAMES = 2
LEAST_SPEECH = 0.3
QUIETEST = -40.0
NOTHING = -55.0
# A sample so close to the end of the scale has most likely been cut there; so many in a thousand are heard.
FULL_SCALE = 0.9985
FULL_SCALE_OF_8_BITS = 0.99
MOST_CUT = 0.001
FLOOR = 1e-7


@dataclass(frozen=True, slots=True)
class Heard:
    """What a line would carry of one channel, and which share of it was cut at the end of the scale."""

    line: Samples
    cut: float

    @property
    def seconds(self) -> float:
        return len(self.line) / LINE_RATE


@dataclass(frozen=True, slots=True)
class Speech:
    """Where speech begins and ends, in seconds; how much of that is speech, and how loud it is in dB."""

    start: float
    end: float
    share: float
    level: float


def take(content: bytes) -> tuple[dict[str, float], bytes]:
    """The figures of a Take and its sound; raises TakeRefused."""
    heard = read(content)
    speech = find_speech(heard)
    faults = _faults(heard, speech)
    if faults:
        raise TakeRefused(*faults)
    line = as_loud_as_speech(trimmed(heard.line, speech))
    seconds = len(line) / LINE_RATE
    told = {
        "seconds": round(seconds, 3),
        "level": round(speech.level, 1),
        "trimmed": round(max(0.0, heard.seconds - seconds), 2),
    }
    return told, wav(line)


def read(content: bytes) -> Heard:
    """The louder of its channels. What is longer than a prompt may be is never decoded as a whole."""
    try:
        with soundfile.SoundFile(io.BytesIO(content)) as file:
            if file.format not in FORMATS:
                raise TakeRefused((Fault.UNREADABLE, 0))
            if file.samplerate < LOWEST_RATE:
                raise TakeRefused((Fault.LOW_RATE, file.samplerate))
            if file.samplerate > HIGHEST_RATE:
                raise TakeRefused((Fault.HIGH_RATE, file.samplerate))
            if file.channels > MOST_CHANNELS:
                raise TakeRefused((Fault.CHANNELS, file.channels))
            # A header may say any length: only what was read counts.
            most = round((LONGEST + 2 * LONGEST_TRIM) * file.samplerate)
            sound = file.read(frames=most + 1, dtype="float32", always_2d=True)
            eight_bits = file.subtype in {"PCM_U8", "PCM_S8"}
            rate = file.samplerate
    except soundfile.LibsndfileError:
        raise TakeRefused((Fault.UNREADABLE, 0)) from None
    if len(sound) > most:
        raise TakeRefused((Fault.TOO_LONG, len(sound) / rate))
    if not len(sound):
        raise TakeRefused((Fault.NOTHING_HEARD, 0))
    sound = numpy.nan_to_num(sound, nan=0.0, posinf=1.0, neginf=-1.0)
    loudest = int(numpy.argmax(numpy.sum(numpy.square(sound), axis=0)))
    channel = sound[:, loudest].astype(numpy.float64)
    cut = numpy.mean(numpy.abs(channel) >= (FULL_SCALE_OF_8_BITS if eight_bits else FULL_SCALE))
    return Heard(in_the_band(channel, rate), float(cut))


def find_speech(heard: Heard) -> Speech:
    """What is clearly louder than the room; raises TakeRefused where nothing is."""
    size = round(FRAME * LINE_RATE)
    count = -(-len(heard.line) // size)
    padded = numpy.zeros(count * size)
    padded[: len(heard.line)] = heard.line
    power = numpy.mean(numpy.square(padded.reshape(count, size)), axis=1)
    levels = 10 * numpy.log10(power + FLOOR**2)
    loud = float(10 * numpy.log10(numpy.mean(numpy.sort(power)[-10:]) + FLOOR**2))
    room = float(numpy.percentile(levels, 10))
    speaks = levels > min(max(room + 8, loud - 35), loud - 20)
    if loud < NOTHING:
        raise TakeRefused((Fault.NOTHING_HEARD, 0))
    first, last = _ends(speaks)
    level = float(10 * numpy.log10(numpy.mean(power[speaks])))
    share = float(numpy.mean(speaks[first : last + 1]))
    return Speech(first * FRAME, min((last + 1) * FRAME, heard.seconds), share, level)


def _ends(speaks: numpy.ndarray[tuple[int], numpy.dtype[numpy.bool_]]) -> tuple[int, int]:
    """The first and the last frame of speech, clicks left out unless there is nothing else."""
    edges = numpy.flatnonzero(numpy.diff(numpy.concatenate([[False], speaks, [False]])))
    runs = edges.reshape(-1, 2)
    words = runs[runs[:, 1] - runs[:, 0] > CLICK_FRAMES]
    found = words if len(words) else runs
    return int(found[0, 0]), int(found[-1, 1]) - 1


def _faults(heard: Heard, speech: Speech) -> list[tuple[Fault, float]]:
    found = []
    length = speech.end - speech.start
    after = heard.seconds - speech.end
    if length > LONGEST:
        found.append((Fault.TOO_LONG, length))
    if length < SHORTEST:
        found.append((Fault.TOO_SHORT, length))
    if speech.start > LONGEST_TRIM:
        found.append((Fault.PAUSE_BEFORE, speech.start))
    if after > LONGEST_TRIM:
        found.append((Fault.PAUSE_AFTER, after))
    if speech.share < LEAST_SPEECH:
        found.append((Fault.MOSTLY_SILENCE, 100 * (1 - speech.share)))
    if speech.level < QUIETEST:
        found.append((Fault.TOO_QUIET, speech.level))
    if heard.cut > MOST_CUT:
        found.append((Fault.CLIPPED, 100 * heard.cut))
    return found


def trimmed(line: Samples, speech: Speech) -> Samples:
    """The words, with a little of the room on either side that swells and fades: cut off hard it would click."""
    start = max(0, round((speech.start - BEFORE) * LINE_RATE))
    cut = line[start : round((speech.end + AFTER) * LINE_RATE)].copy()
    fade = min(round(FADE * LINE_RATE), len(cut) // 2)
    swell = numpy.linspace(0, 1, fade)
    cut[:fade] *= swell
    cut[len(cut) - fade :] *= swell[::-1]
    return cut


def main() -> None:
    # Whoever waits for a call is served first.
    os.nice(10)
    try:
        told, sound = take(sys.stdin.buffer.read())
        answer: dict[str, object] = {**told}
    except TakeRefused as refused:
        answer, sound = {"faults": refused.faults}, b""
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + sound)


if __name__ == "__main__":
    main()
