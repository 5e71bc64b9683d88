"""Of several districts in a line, the one where the text says that the person is now: help goes there.

Said outright ("ab karachi mein hai") comes first; then where someone was taken ("multan se karachi le gaye": the
last stop); then where someone is held. What is only planned ("le jayenge") says nothing about now.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from hotline.places.folding import BREAK, fold, word_set
from hotline.places.spans import Span

_NOW = word_set(
    "ab abb abhi abi filhal filhaal flhal ajkal aajkal now currently presently"
    " اب ابھی فلحال فالحال فی‌الحال آجکل موجودہ"
)
_NOW_TWO = {
    tuple(fold(two).split()) for two in ("is waqt", "iss waqt", "es waqt", "is time", "aaj kal", "aj kal")
} | {tuple(fold(two).split()) for two in ("at present", "these days", "اس وقت", "فی الحال", "آج کل")}
_AHEAD, _BEHIND = 6, 4
_OUT_OF = word_set("se sy say سے")
_IN = word_set("me mein main mai men mae m میں مے")
_BETWEEN = _IN | word_set("ko pe par border airport sheher shehar city taraf tak کو پر بارڈر شہر تک")

_TAKEN = word_set(
    "legaye legaya legai lejaya leja lejakar laye laya layi pohanchaya pahunchaya pohncha pohancha pahuncha pahunche"
    " bhej bheja bheji bhejdiya bhejwa bhijwa muntaqil shift bech becha bechi bechdi farokht gaye gaya gayi"
    " لیگئے لیجایا لائے لایا پہنچا پہنچایا بھیج بھیجا بھیجی منتقل بیچ بیچا بیچی فروخت گئے گیا گئی"
)
_LE = word_set("le lay la لے")
_NEAR, _FAR = 4, 9
_PLANNED = word_set(
    "jayenge jaenge jayega jaega jayegi jaye jana jane janay jaana karenge karega denge dega chahte chahta chahti wala"
    " wale nahi nahin will going plan plans planning want wants not never"
    " جائیں جائے جانا جانے گے گا چاہتے چاہتا نہیں والے والا"
)
_TAKEN_ENGLISH = word_set(
    "taken took moved brought sent sold shifted transferred trafficked transported smuggled driven reached arrived"
)
_TO = word_set("to into then in at")

_HELD = word_set(
    "qaid qed kaid band bandh rakha rakhi rakhe rakhwaya phansa phansi phanse maujood mojood chupaya chupa zanjeer"
    " held locked trapped kept stuck confined captive detained imprisoned chained"
    " قید بند رکھا رکھی رکھے پھنسا پھنسے پھنسی موجود چھپایا"
)
_IS = word_set("hai hain hen hein he h ha hun hoon hon rahi raha rahe ہے ہیں ہوں")
_WAS = word_set("tha thi the thay thy thin was were had تھا تھی تھے تھیں")


@dataclass(frozen=True, slots=True)
class Named:
    """A span of a line that is a district, and which."""

    span: Span
    district: str


def present(lines: list[tuple[list[str], list[Named]]]) -> str | None:
    """By the surest of the three ways of saying it; None when none is used."""
    for said in (_now, _taken, _held):
        for words, named in lines:
            for district in said(words, named):
                return district
    return None


def _now(words: list[str], named: list[Named]) -> Iterator[str]:
    staying = [one for one in named if not _left(words, one.span)]
    for start, word in enumerate(words):
        two = tuple(words[start : start + 2]) in _NOW_TWO
        if not two and word not in _NOW:
            continue
        end = start + 1 + two
        ahead = [one for one in staying if 0 <= one.span.start - end <= _AHEAD]
        behind = [one for one in staying if 0 <= start - one.span.end <= _BEHIND]
        if behind and BREAK in words[behind[-1].span.end : start]:
            behind = []
        if ahead and behind and BREAK in words[end : ahead[0].span.start]:
            ahead = []
        if ahead:
            yield ahead[0].district
        elif behind:
            yield behind[-1].district


def _taken(words: list[str], named: list[Named]) -> Iterator[str]:
    """Backwards: of several stops the last one counts."""
    for at, one in reversed(list(enumerate(named))):
        if _left(words, one.span):
            continue
        set_out = any(_left(words, earlier.span) for earlier in named[:at])
        if _taken_there(words, one.span, _FAR if set_out else _NEAR) or _taken_to(words, one.span):
            yield one.district


def _taken_there(words: list[str], span: Span, reach: int) -> bool:
    """`karachi le gaye`; after `multan se` more may stand between: `lahore kothi me kaam ke liye bheja`."""
    for at in range(span.end, min(span.end + reach, len(words))):
        if words[at] == BREAK:
            return False
        if words[at] in _TAKEN or words[at] in _LE:
            return not _PLANNED.intersection(words[at : at + 6])
        if reach == _NEAR and words[at] not in _BETWEEN:
            return False
    return False


def _taken_to(words: list[str], span: Span) -> bool:
    if span.start == 0 or words[span.start - 1] not in _TO:
        return False
    before = words[max(span.start - 9, 0) : span.start]
    return bool(_TAKEN_ENGLISH.intersection(before)) and not _PLANNED.intersection(before)


def _held(words: list[str], named: list[Named]) -> Iterator[str]:
    for one in named:
        before = words[max(one.span.start - 6, 0) : one.span.start]
        after = words[one.span.end : one.span.end + 9]
        if BREAK in after:
            after = after[: after.index(BREAK)]
        if after and after[0] in _IN:
            held = bool(_HELD.intersection(after)) or (len(after) > 1 and after[1] in _IS)
            if held and not _WAS.intersection(after):
                yield one.district
        elif (
            before
            and before[-1] in {"in", "at", "near"}
            and _HELD.intersection(before)
            and not _WAS & set(before)
        ):
            yield one.district


def _left(words: list[str], span: Span) -> bool:
    """`multan se`, `from multan`: where someone no longer is."""
    after = words[span.end] if span.end < len(words) else ""
    before = words[span.start - 1] if span.start else ""
    return after in _OUT_OF or before == "from"
