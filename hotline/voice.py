"""Speaks one text with the eSpeak NG library and ends: a program of its own, text in, samples out.

The engine keeps one global state that colours whatever it says next; a process of its own for each text makes a
prompt sound the same whatever was said before it, and keeps the engine's faults away from ours.
"""

import ctypes
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

SYNCHRONOUS, DO_NOT_EXIT, UTF8, RATE = 2, 0x8000, 1, 1
HEARD = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)


def speak(library: Path, voice: str, words_a_minute: int, text: str) -> tuple[int, bytes]:
    """Samples a second, and the samples: 16 bits each, little-endian."""
    heard = bytearray()

    def keep(sound: Any, count: int, _events: Any) -> int:
        if sound and count > 0:
            heard.extend(ctypes.string_at(sound, count * 2))
        return 0

    engine = ctypes.CDLL(str(library))
    engine.espeak_Synth.argtypes = [
        ctypes.c_char_p, ctypes.c_size_t, ctypes.c_uint, ctypes.c_int, ctypes.c_uint, ctypes.c_uint,
        ctypes.c_void_p, ctypes.c_void_p,
    ]  # fmt: skip
    with tempfile.TemporaryDirectory(prefix="raabta-voice-") as folder:
        # The engine cuts a path longer than about 160 bytes: a link from a short place leads to its data.
        Path(folder, "espeak-ng-data").symlink_to(library.parent / "espeak-ng-data")
        rate = engine.espeak_Initialize(SYNCHRONOUS, 0, os.fsencode(folder), DO_NOT_EXIT)
        if rate <= 0 or engine.espeak_SetVoiceByName(voice.encode()):
            raise SystemExit(f"the voice {voice} cannot be loaded")
        call_back = HEARD(keep)
        engine.espeak_SetSynthCallback(call_back)
        engine.espeak_SetParameter(RATE, words_a_minute, 0)
        said = text.encode() + b"\0"
        engine.espeak_Synth(said, len(said), 0, 0, 0, UTF8, None, None)
        engine.espeak_Synchronize()
    return int(rate), bytes(heard)


if __name__ == "__main__":
    samples_a_second, sound = speak(
        Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), sys.stdin.buffer.read().decode()
    )
    sys.stdout.buffer.write(samples_a_second.to_bytes(4, "little") + sound)
