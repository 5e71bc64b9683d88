"""Speech made fit for a telephone line: its rate, its band, its loudness, and the mu-law file a carrier plays."""

import struct

import numpy
from numpy.typing import NDArray

LINE_RATE = 8000
LOUDNESS = 10 ** (-20 / 20)
PEAK = 10 ** (-3 / 20)
KNEE = 0.5
# What a telephone carries; the slopes keep a tone at the edge from ringing.
LOWEST, LOW, HIGH, HIGHEST = 120.0, 220.0, 3300.0, 3700.0

Samples = NDArray[numpy.float64]
"""Sound of one channel, from -1 to 1."""


def for_the_line(samples: Samples, rate: int) -> Samples:
    """The same speech at 8,000 samples a second, as loud as a line expects, in the band that it carries."""
    return as_loud_as_speech(in_the_band(samples, rate))


def in_the_band(samples: Samples, rate: int) -> Samples:
    """What a line would carry of it, at 8,000 samples a second and as loud as it was."""
    # Padded to whole seconds, the change of rate is exact: the spectrum is cut off above what the line carries.
    seconds = -(-len(samples) // rate)
    spectrum = numpy.fft.rfft(samples, seconds * rate)[: seconds * LINE_RATE // 2 + 1]
    pitch = numpy.arange(len(spectrum)) / seconds
    rise = numpy.clip((pitch - LOWEST) / (LOW - LOWEST), 0, 1)
    fall = numpy.clip((HIGHEST - pitch) / (HIGHEST - HIGH), 0, 1)
    line: Samples = numpy.fft.irfft(spectrum * rise * fall, seconds * LINE_RATE) * LINE_RATE / rate
    return line[: len(samples) * LINE_RATE // rate]


def as_loud_as_speech(line: Samples) -> Samples:
    """Speech on the line made as loud as a line expects, and no peak cut off."""
    spoken = line[numpy.abs(line) > numpy.abs(line).max() / 50]
    line = line * (LOUDNESS / numpy.sqrt(numpy.mean(spoken**2)))
    # Above the knee a peak bends towards the ceiling instead of being cut.
    over = numpy.abs(line) > KNEE
    line[over] = numpy.sign(line[over]) * (
        KNEE + (PEAK - KNEE) * numpy.tanh((numpy.abs(line[over]) - KNEE) / (PEAK - KNEE))
    )
    return line


def mu_law(samples: Samples) -> bytes:
    """G.711 mu-law, one byte a sample."""
    linear = numpy.clip(numpy.rint(samples * 32768), -32635, 32635).astype(numpy.int64)
    size = numpy.abs(linear) + 132
    exponent = numpy.floor(numpy.log2(size)).astype(numpy.int64) - 7
    mantissa = (size >> (exponent + 3)) & 0x0F
    sign = numpy.where(linear < 0, 0x80, 0)
    coded: bytes = (~(sign | exponent << 4 | mantissa) & 0xFF).astype(numpy.uint8).tobytes()
    return coded


def wav(samples: Samples) -> bytes:
    """A WAV file of format 7, mu-law: 8 kB a second, which a carrier plays without converting it."""
    sound = mu_law(samples)
    form = struct.pack("<4sIHHIIHHH", b"fmt ", 18, 7, 1, LINE_RATE, LINE_RATE, 1, 8, 0)
    fact = struct.pack("<4sII", b"fact", 4, len(sound))
    data = struct.pack("<4sI", b"data", len(sound)) + sound + b"\0" * (len(sound) % 2)
    body = b"WAVE" + form + fact + data
    return struct.pack("<4sI", b"RIFF", len(body)) + body
