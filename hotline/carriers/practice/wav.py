"""WAV as the practice line needs it: how long a prompt lasts, and a tone for who has nothing recorded."""

import io
import math
import struct
import wave

RATE = 8000
TONE_HERTZ = 440
TONE_LOUDNESS = 8000
CHUNK_HEADER = struct.Struct("<4sI")
BYTE_RATE_AT = 8


def is_wav(sound: bytes) -> bool:
    return sound[:4] == b"RIFF" and sound[8:12] == b"WAVE"


def seconds(sound: bytes) -> float | None:
    """The length by its header, None when this is not WAV. Read here because `wave` refuses mu-law."""
    if not is_wav(sound):
        return None
    byte_rate, at = 0, 12
    while at + CHUNK_HEADER.size <= len(sound):
        kind, size = CHUNK_HEADER.unpack_from(sound, at)
        at += CHUNK_HEADER.size
        if kind == b"fmt " and at + BYTE_RATE_AT + 4 <= len(sound):
            (byte_rate,) = struct.unpack_from("<I", sound, at + BYTE_RATE_AT)
        elif kind == b"data":
            # A length that was never filled in, or says more than there is: what is there counts.
            return min(size, len(sound) - at) / byte_rate if byte_rate else None
        at += size + size % 2
    return None


def tone(length: float) -> bytes:
    """A sine of this many seconds, 8 kHz mono 16 bit, as the carrier keeps recordings."""
    step = 2 * math.pi * TONE_HERTZ / RATE
    samples = (round(TONE_LOUDNESS * math.sin(step * place)) for place in range(round(length * RATE)))
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(2)
        writer.setframerate(RATE)
        writer.writeframes(b"".join(struct.pack("<h", sample) for sample in samples))
    return file.getvalue()
