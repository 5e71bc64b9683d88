"""How long a WAV file lasts, by its header: the standard library's reader refuses mu-law."""

import struct

CHUNK_HEADER = struct.Struct("<4sI")
BYTE_RATE_AT = 8


def is_wav(sound: bytes) -> bool:
    return sound[:4] == b"RIFF" and sound[8:12] == b"WAVE"


def seconds(sound: bytes) -> float | None:
    """The length by its header; None when this is not WAV."""
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
