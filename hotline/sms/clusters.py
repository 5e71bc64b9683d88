"""What a reader takes for one letter: a letter with its marks, a flag, a family of emoji with their skin tones.

The rules are those of Unicode 10 as npm `grapheme-splitter` 1.0.4 applies them, slips included, for the calculator of
SMS parts stands on it; by the rules of today a newer emoji at the end of a part would make another count.
"""

import re
from functools import lru_cache
from pathlib import Path

TABLE = Path(__file__).with_name("data") / "grapheme_breaks.txt"
HANGUL = range(0xAC00, 0xD7A4)

# The names are Unicode's classes. A joiner brings only a few emoji along (GB11); a skin tone follows an emoji at once
# while no mark has come before, later only after that emoji's one mark (GB10); after a flag one mark at most is kept.
_CLUSTER = r"""
    {CR} | {LF} | {Control}
  | (?: {Regional_Indicator} | {Prepend} ) {Regional_Indicator} (?: {Extend} | {SpacingMark} | {ZWJ} )?
  | (?=.) {Prepend}*+
    (?: (?: {E_Base} | {E_Base_GAZ} ) {E_Modifier}?
      | {L}*+ (?: (?: {LV} | {V} ) {V}*+ | {LVT} ) {T}*+
      | {L}++
      | {T}++
      | (?! {CR} | {LF} | {Control} | {Extend} | {ZWJ} ) .
    )?+
    (?: {SpacingMark} | {ZWJ} (?: {Glue_After_Zwj} | {E_Base_GAZ} {E_Modifier}? )? )*+
    (?: (?<={E_Base}|{E_Base_GAZ}) {Extend} {E_Modifier} )?+
    (?: {Extend} | {SpacingMark} | {ZWJ} (?: {Glue_After_Zwj} | {E_Base_GAZ} (?: {Extend} {E_Modifier} )? )? )*+
"""


def clusters(text: str) -> list[str]:
    """The text in pieces that are read as one letter each."""
    return _pattern().findall(text)


@lru_cache
def _pattern() -> re.Pattern[str]:
    classes: dict[str, list[str]] = {
        "LV": [chr(letter) for letter in HANGUL[::28]],
        "LVT": [f"{chr(first + 1)}-{chr(first + 27)}" for first in HANGUL[::28]],
    }
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            span, name = line.split(" ; ")
            first, _, last = span.partition("..")
            classes.setdefault(name, []).append(f"\\U{first:0>8}-\\U{last or first:0>8}")
    return re.compile(
        _CLUSTER.format_map({name: f"[{''.join(spans)}]" for name, spans in classes.items()}),
        re.VERBOSE | re.DOTALL,
    )
