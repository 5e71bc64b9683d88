"""Speaks texts with the eSpeak NG library: a program of its own, texts in, samples out.

The engine keeps one global state that colours whatever it says next. So each text is spoken by a fork of this small
process, which has said nothing yet: a prompt sounds the same whatever was said before it, and the engine's faults
stay away from ours.

In: one JSON list of [voice, text]. Out, for each: samples a second and count of bytes (4 bytes each, little-endian),
then the samples (16 bits each, little-endian).
"""

import ctypes
import json
import os
import sys
from pathlib import Path
from typing import Any

SYNCHRONOUS, DO_NOT_EXIT, UTF8, RATE = 2, 0x8000, 1, 1
HEARD = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)


def speak(engine: Any, data: str, voice: str, words_a_minute: int, text: str) -> bytes:
    """One text's part of what this program puts out."""
    heard = bytearray()

    def keep(sound: Any, count: int, _events: Any) -> int:
        if sound and count > 0:
            heard.extend(ctypes.string_at(sound, count * 2))
        return 0

    engine.espeak_Synth.argtypes = [
        ctypes.c_char_p, ctypes.c_size_t, ctypes.c_uint, ctypes.c_int, ctypes.c_uint, ctypes.c_uint,
        ctypes.c_void_p, ctypes.c_void_p,
    ]  # fmt: skip
    rate = engine.espeak_Initialize(SYNCHRONOUS, 0, data.encode(), DO_NOT_EXIT)
    if rate <= 0 or engine.espeak_SetVoiceByName(voice.encode()):
        raise ValueError(f"the voice {voice} cannot be loaded")
    call_back = HEARD(keep)
    engine.espeak_SetSynthCallback(call_back)
    engine.espeak_SetParameter(RATE, words_a_minute, 0)
    said = text.encode() + b"\0"
    engine.espeak_Synth(said, len(said), 0, 0, 0, UTF8, None, None)
    engine.espeak_Synchronize()
    return int(rate).to_bytes(4, "little") + len(heard).to_bytes(4, "little") + bytes(heard)


def main(library: str, data: str, words_a_minute: int) -> int:
    """Exit code of the first text that could not be spoken, else 0."""
    engine = ctypes.CDLL(str(Path(library)))
    for voice, text in json.load(sys.stdin):
        child = os.fork()
        if child == 0:
            try:
                sys.stdout.buffer.write(speak(engine, data, voice, words_a_minute, text))
                sys.stdout.flush()
            except ValueError as wrong:
                os.write(2, f"{wrong}\n".encode())
                os._exit(1)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if status:
            return os.waitstatus_to_exitcode(status) or 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], int(sys.argv[3])))
