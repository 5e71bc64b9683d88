"""How many parts an SMS takes: one letter outside the phone alphabet GSM-7 makes them less than half as long."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from hotline.sms.clusters import clusters

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENSION = frozenset("\f^{}\\[~]|€")
"""In GSM-7 these take two units, an escape and a letter, that stay together."""
_GSM_7 = _BASIC | _EXTENSION


class Encoding(StrEnum):
    """The alphabet an SMS goes out in: that of its least ordinary letter."""

    GSM_7 = "GSM-7"
    UCS_2 = "UCS-2"

    @property
    def alone(self) -> int:
        """Units of an SMS that is one part."""
        return 160 if self is Encoding.GSM_7 else 70

    @property
    def joined(self) -> int:
        """Units of a part among several: each says in six bytes where it belongs."""
        return 153 if self is Encoding.GSM_7 else 67


@dataclass(frozen=True, slots=True)
class Count:
    """What an SMS takes; `left` is how many units more would still go into its last part."""

    encoding: Encoding
    segments: int
    units: int
    left: int


def count(text: str) -> Count:
    """An empty SMS is one part too."""
    encoding = _encoding(text)
    carried = parts(text)
    room = encoding.alone if len(carried) == 1 else encoding.joined
    return Count(encoding, len(carried), _units(text, encoding), room - _units(carried[-1], encoding))


def parts(text: str) -> tuple[str, ...]:
    """What each part carries; what is read as one letter is not split, unless no part could hold it."""
    encoding = _encoding(text)
    if _units(text, encoding) <= encoding.alone:
        return (text,)
    carried: list[str] = []
    room = 0
    for piece in _pieces(text, encoding):
        units = _units(piece, encoding)
        if units > room:
            carried.append("")
            room = encoding.joined
        carried[-1] += piece
        room -= units
    return tuple(carried)


def beyond_gsm_7(text: str) -> tuple[str, ...]:
    """The letters that make a text UCS-2, each once, in order of appearance."""
    return tuple(dict.fromkeys(letter for letter in text if letter not in _GSM_7))


def _encoding(text: str) -> Encoding:
    return Encoding.GSM_7 if _GSM_7.issuperset(text) else Encoding.UCS_2


def _units(text: str, encoding: Encoding) -> int:
    if encoding is Encoding.GSM_7:
        return len(text) + sum(letter in _EXTENSION for letter in text)
    return len(text) + sum(letter > "\uffff" for letter in text)


def _pieces(text: str, encoding: Encoding) -> Iterator[str]:
    if encoding is Encoding.GSM_7:
        yield from text
        return
    for cluster in clusters(text):
        if _units(cluster, encoding) <= encoding.joined:
            yield cluster
        else:
            # Dozens of marks on one letter: some break falls among them, here after every letter that has to be.
            yield from cluster
