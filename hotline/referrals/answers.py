"""What an officer's text says of a referral: mine, not ours, done; by a figure or in words, however written."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import process
from rapidfuzz.distance import OSA

from hotline.places.folding import JOINTS, fold, word_set
from hotline.places.gazetteer import canonical_district
from hotline.places.matching import find_places
from hotline.referrals.models import Outcome
from hotline.referrals.outcomes_said import LETTERS, outcome_said


class Says(StrEnum):
    """`OUTCOME`: only what came of it, behind an earlier answer. `UNCLEAR`: figures alone that answer nothing."""

    MINE = "mine"
    NOT_OURS = "not_ours"
    DONE = "done"
    OUTCOME = "outcome"
    UNCLEAR = "unclear"


KEYS = {"1": Says.MINE, "2": Says.NOT_OURS, "3": Says.DONE}


@dataclass(frozen=True, slots=True)
class Said:
    """`tag` is four digits, or the eight of a code, or empty. `words` are as the officer wrote them."""

    says: Says
    tag: str = ""
    words: str = ""
    outcome: Outcome | None = None


_PHRASES_OF = {
    Says.MINE: (
        "mine; it is mine; its mine; this is mine; ours; accepted; i accept; acknowledged; taken; i take it; mera;"
        " meri; mere; mera hai; meri hai; ye mera hai; yeh mera hai; mera h; hamara; humara; hamara hai; humara hai;"
        " mera case; hamara case; mera case hai; hamara case hai; theek hai mera; thik hai mera; theek hai mera hai;"
        " ji mera; ji mera hai; mere zimme; mere zimmay; mere zimme hai; qabool; qabool hai;"
        " میرا; میری; میرے; میرا ہے; میری ہے; یہ میرا ہے; ہمارا; ہمارا ہے; میرے ذمے; میرے ذمہ; میرے ذمے ہے;"
        " ٹھیک ہے میرا; ٹھیک ہے میرا ہے; جی میرا; جی میرا ہے; قبول; قبول ہے; میرا کیس; ہمارا کیس"
    ),
    Says.NOT_OURS: (
        "not ours; not our; not mine; it is not ours; this is not ours; its not ours; not our area; not our case;"
        " not my area; wrong circle; wrong office; hamara nahi; hamara nahin; hamara nai; hamara nhi; hamara nahi hai;"
        " hamara nahin hai; humara nahi; humara nahin; humara nai; humara nhi; humara nahi hai; humara nahin hai;"
        " ye hamara nahi; yeh hamara nahi; ye humara nahi; yeh humara nahi; ye hamara nahi hai; yeh hamara nahi hai;"
        " mera nahi; mera nahin; mera nhi; mera nahi hai; hamara case nahi; humara case nahi; hamara area nahi;"
        " humara area nahi; hamara ilaqa nahi; humara ilaqa nahi; hamara ilaqa nahi hai;"
        " humara ilaqa nahi hai; ye hamara ilaqa nahi;"
        " ye hamara ilaqa nahi hai; yeh hamara ilaqa nahi hai; ye humara ilaqa nahi hai; hamara area nahi hai;"
        " humara area nahi hai; hamara case nahi hai; humara case nahi hai; ye hamara case nahi hai;"
        " hamare ilaqe ka nahi; humare ilaqe ka nahi;"
        " ہمارا نہیں; ہمارا نہیں ہے; یہ ہمارا نہیں; یہ ہمارا نہیں ہے; میرا نہیں; میرا نہیں ہے; ہمارا کیس نہیں;"
        " ہمارا علاقہ نہیں; ہمارا علاقہ نہیں ہے; یہ ہمارا علاقہ نہیں ہے; ہمارا کیس نہیں ہے;"
        " ہمارے علاقے کا نہیں; ہمارے علاقے کا نہیں ہے"
    ),
    Says.DONE: (
        "done; it is done; all done; completed; complete; finished; closed; case closed; resolved; ho gaya; hogaya;"
        " ho gaya hai; hogaya hai; ho gya; hogya; kaam ho gaya; kam ho gaya; mukammal; mukamal; mukammal hai;"
        " mukammal ho gaya; kaam mukammal; case mukammal; khatam; case khatam; case band; band ho gaya;"
        " ہو گیا; ہوگیا; ہو گیا ہے; ہوگیا ہے; کام ہو گیا; مکمل; مکمل ہے; مکمل ہو گیا; مکمل ہوگیا; کام مکمل;"
        " کیس مکمل; کیس ختم; کیس بند"
    ),
}
_PHRASES = {
    fold(phrase.strip()): says for says, phrases in _PHRASES_OF.items() for phrase in phrases.split(";")
}
# One letter from these lies no other word that people text; one from "mera hai" lies "mera bhai", my brother, and one
# from "ho gaya" lies "kho gaya", lost.
_WITH_SLIPS = [
    fold(phrase)
    for phrase in (
        "acknowledged", "completed", "mukammal", "hamara nahi", "hamara nahin", "humara nahi", "humara nahin",
        "hamara nahi hai", "humara nahi hai", "mere zimme", "theek hai mera", "wrong circle",
        "ہمارا نہیں", "ہمارا نہیں ہے", "میرے ذمے", "ٹھیک ہے میرا",
    )
]  # fmt: skip
_LONGEST_PHRASE = max(len(phrase.split()) for phrase in _PHRASES)
# What may stand beside an answer without a tag. Whoever begins with a figure and goes on otherwise tells of one child
# or of two weeks.
_BESIDE = word_set("""
    ok okay theek thik hai h ha ji haan han sir madam sahib sahab jee g salam shukriya thanks thank you please plz yes
    mera meri mere mine ours our hamara hamari hamare humara humari humare nahi nahin nai nhi not no is it its this
    ye yeh wo woh ka ki ke ko case tip mamla area ilaqa ilaqe circle office belongs to send forward in of the
    bhej bhejo bhejein bhejen bhejain dein den de do dijiye kar karein karen gaya gya ho mukammal done taken noted
    received checking closed complete completed on way team
    ٹھیک ہے جی ہاں سر صاحب سلام شکریہ میرا میری میرے ہمارا ہماری ہمارے نہیں یہ وہ کا کی کے کو کیس علاقہ علاقے سرکل دفتر
    بھیج بھیجیں دیں دو دیجیے کر کریں گیا ہو مکمل معاملہ
""")
_MOST_BESIDE, _LONGEST_PLACE, _MOST_OF_AN_OUTCOME = 10, 3, 10
_DENIED = word_set("nahi nahin nai nhi not no نہیں")

_TAG = r"(?P<tag>\d{4}\W?\d{4}(?!\d)|\d{4}(?!\d))"
_GAP = r"[\s\W_]"
_KEY_FIRST = re.compile(rf"{_GAP}*(?P<key>[123])(?:{_GAP}*(?<!\d){_TAG}|(?!\d))(?P<words>.*)", re.DOTALL)
_RUN_TOGETHER = re.compile(rf"{_GAP}*(?P<key>[123])(?P<tag>\d{{4}})(?P<words>){_GAP}*")
_TAG_FIRST = re.compile(rf"{_GAP}*{_TAG}{_GAP}+(?P<key>[123])(?!\d)(?P<words>.*)", re.DOTALL)
_LETTER = rf"(?P<letter>[{LETTERS}])"
_ONLY_AN_OUTCOME = re.compile(
    rf"{_GAP}*(?:{_TAG}{_GAP}+)?{_LETTER}(?:{_GAP}+{_TAG.replace('tag', 'behind')})?{_GAP}*", re.IGNORECASE
)
_ONLY_FIGURES = re.compile(rf"{_GAP}*(?P<tag>\d{{4}}|\d){_GAP}*")
_TAG_BEFORE_WORDS = re.compile(rf"{_GAP}*{_TAG}{_GAP}+(?P<words>\D.*)", re.DOTALL)
_WORD = re.compile(r"[^\W\d_]+")
_EDGES = " \t\r\n.,:;-/#()_*=،؛۔|"


def read_answer(body: str) -> Said | None:
    """What the whole of `body` answers; None for one that tells something else. Any text will do, and none raises."""
    text = _with_plain_figures(body)
    for pattern in (_KEY_FIRST, _RUN_TOGETHER, _TAG_FIRST):
        found = pattern.fullmatch(text)
        if found is not None:
            return _by_key(KEYS[found["key"]], _digits(found["tag"]), found["words"].strip(_EDGES))
    if found := _ONLY_AN_OUTCOME.fullmatch(text):
        tag = _digits(found["tag"] or found["behind"])
        return Said(Says.OUTCOME, tag, found["letter"], outcome_said(found["letter"]))
    if found := _ONLY_FIGURES.fullmatch(text):
        tag = found["tag"]
        return Said(Says.UNCLEAR, tag if len(tag) == 4 else "")
    return _by_words(text)


def _with_plain_figures(body: str) -> str:
    """Figures of any script as 0 to 9, and no sign that nobody sees."""
    seen = (sign for sign in JOINTS.sub("", body) if unicodedata.category(sign) != "Cf")
    return "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in seen)


def _digits(tag: str | None) -> str:
    return re.sub(r"\D", "", tag or "")


def _by_key(says: Says, tag: str, words: str) -> Said | None:
    outcome = outcome_said(words) if says is Says.DONE else None
    if says is Says.MINE and _takes_it_back(tag, words):
        return Said(Says.UNCLEAR, tag)
    if tag or not words or _belongs(says, words, outcome):
        return Said(says, tag, words, outcome)
    return None


def _takes_it_back(tag: str, words: str) -> bool:
    """Whether the words behind a "mine" say the contrary; behind a tag they may deny something else."""
    said = _WORD.findall(fold(words))
    return _meant(" ".join(said)) is Says.NOT_OURS or (
        not tag and set(said) <= _BESIDE and bool(_DENIED.intersection(said))
    )


def _by_words(text: str) -> Said | None:
    tag, rest = "", text
    if before := _TAG_BEFORE_WORDS.fullmatch(text):
        tag, rest = _digits(before["tag"]), before["words"]
    found = _phrase_at_the_head(rest)
    if found is None:
        return None
    says, words = found
    if not tag and (behind := re.match(rf"{_GAP}*{_TAG}", words)):
        tag, words = _digits(behind["tag"]), words[behind.end() :]
    words = words.strip(_EDGES)
    outcome = outcome_said(words) if says is Says.DONE else None
    # "Mera" is how many a report begins, even one with a figure in it.
    free = tag and says is not Says.MINE
    return Said(says, tag, words, outcome) if free or not words or _belongs(says, words, outcome) else None


def _phrase_at_the_head(text: str) -> tuple[Says, str] | None:
    """The longest phrase that the text begins with, and what stands behind it."""
    found = list(_WORD.finditer(text))[:_LONGEST_PHRASE]
    for most in range(len(found), 0, -1):
        head = text[found[0].start() : found[most - 1].end()]
        says = _meant(" ".join(_WORD.findall(fold(head)))) if not re.search(r"\d", head) else None
        if says is not None:
            return says, text[found[most - 1].end() :]
    return None


def _meant(phrase: str) -> Says | None:
    if phrase in _PHRASES:
        return _PHRASES[phrase]
    near = process.extractOne(phrase, _WITH_SLIPS, scorer=OSA.distance, score_cutoff=1)
    return _PHRASES[near[0]] if near is not None else None


def _belongs(says: Says, words: str, outcome: Outcome | None) -> bool:
    """Whether words without a tag are such as stand beside this answer."""
    said = _WORD.findall(fold(words))
    if outcome is not None:
        return len(said) <= _MOST_OF_AN_OUTCOME
    if re.search(r"\d", words) or len(said) > _MOST_BESIDE:
        return False
    other = [word for word in said if word not in _BESIDE]
    if says is not Says.NOT_OURS:
        return not other
    return not other or (len(other) <= _LONGEST_PLACE and _are_a_place(other))


def _are_a_place(words: list[str]) -> bool:
    """Whether all these words are the names of places, or of one together: not "larkiyan Lahore"."""
    return canonical_district(" ".join(words)) is not None or all(
        find_places(word).districts for word in words
    )
