"""WAV as the practice line needs it: how long a prompt lasts, and a tone for who has nothing recorded."""

import io
import math
import struct
import wave

from hotline.wav_length import is_wav, seconds

__all__ = ["is_wav", "seconds", "tone"]

RATE = 8000
TONE_HERTZ = 440
TONE_LOUDNESS = 8000


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
