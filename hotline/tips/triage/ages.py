"""Ages said in a text: `14 saal ki`, `aged 9`, `umar 12`; not `3 saal se`, which tells how long."""

from collections.abc import Sequence
from dataclasses import dataclass

from hotline.places.folding import word_set
from hotline.tips.triage.spelling import BREAK, STOP
from hotline.tips.triage.typed import Word

OF_AGE = 18
_OLDEST = 99
_NEAR = 4


_YEARS = word_set("saal sal saalon baras year years yr yrs yo sall سال برس سالہ سالا")
_YEARS_OLD = word_set("yo sala saala salah saalah سالہ سالا")
_MONTHS = word_set("mahine mah month months mahinay ماہ مہینے")
_OF = word_set("ka ki ke k kay kaa kee کا کی کے")
_OLD = word_set("old olds")
_AGE = word_set("umar umer umr age aged عمر")
_ABOUT = word_set(
    "about only around maybe just almost nearly koi taqreeban takreeban takriban qareeb qareeban kareeb sirf hai h ye"
    " krib shayad is of may be کوئی تقریبا صرف شاید ہے قریب"
)
_IS = word_set("hai h he hy hun hu hoon hon ha hn hogi hoga hain thi tha ہے ہوں ہوگی ہوگا ہیں تھی تھا")
_OR = word_set("or ya se to and یا سے")
_PERSON = word_set(
    "larka larki larke larkay larkian larkiyan larkon larkiyon bacha bachi bache bachay bachon bachian"
    " bachiyan beti beta behan bhai bhanji bhanja bhateeji bhatija mulazma nokrani naukrani naukar nokar"
    " girl girls boy boys child children kid kids maid son daughter brother sister student worker aurat"
    " woman man laundi chota choti chotay chote bhanje bhatije"
    " cousin niece nephew لڑکا لڑکی لڑکے لڑکیاں لڑکوں لڑکیوں بچہ بچی بچے بچیاں بچوں بیٹی"
    " بیٹا بہن بھائی ملازمہ نوکرانی نوکر بھانجی بھتیجی عورت"
)
# `2 saal ki tankhwah` is no age.
_THINGS = word_set(
    "tankhwah tankha tankhwa salary mazdoori contract visa qarz karz peshgi mehnat saza jail qaid kamai"
    " muddat course agreement tajurba experience wages jabri kamaee chutti course degree diploma warranty"
    " تنخواہ مزدوری کنٹریکٹ ویزا قرض پیشگی محنت سزا جیل قید کمائی مدت معاہدہ تجربہ"
)
_AFTER_AGE = word_set(
    "is are was with on in at by for but who working works being will her his he she they ko se pe par ko کو سے پر"
)


@dataclass(frozen=True, slots=True)
class Age:
    """An age said at `words[at]`, of whom is named `behind` it or before: `9 saal ki bachi`, `bachi (9 saal)`."""

    years: int
    at: int
    behind: bool

    @property
    def minor(self) -> bool:
        return self.years < OF_AGE

    def is_of(self, start: int, end: int) -> bool:
        """Whether it is said of who is named by the words from `start` to `end`."""
        if self.behind:
            return self.at < start <= self.at + _NEAR
        return end <= self.at < end + _NEAR


def ages(words: Sequence[Word]) -> list[Age]:
    return [
        Age(word.number, at, behind=_text(words, at + 2) in _OF | _OLD | _PERSON)
        for at, word in enumerate(words)
        if word.number is not None and _is_age(words, at)
    ]


def _is_age(words: Sequence[Word], at: int) -> bool:
    number = words[at].number
    if number is None or not 0 < number <= _OLDEST:
        return False
    return _in_years(words, at) or _after_age(words, at) or _bare(words, at)


def _in_years(words: Sequence[Word], at: int) -> bool:
    """`14 saal ki`, `14 year old`, `14 saal larki`, `larkon ko (12, 13 saal)`, `8 or 9 years old`."""
    unit = at + 1
    if _text(words, unit) in _OR | {BREAK} and _number(words, unit + 1) is not None:
        unit += 2
    if _text(words, unit) in _YEARS_OLD:
        return True
    if _text(words, unit) not in _YEARS:
        return False
    after, then = _text(words, unit + 1), _text(words, unit + 2)
    if after in _OF:
        return then not in _THINGS and then not in _YEARS
    if after in _OLD or after in _PERSON or after in _AGE:
        return True
    near = {word.text for word in words[max(0, at - 4) : at]}
    return after in {"", BREAK, STOP} and (
        _text(words, at - 1) in {BREAK, STOP, *_IS} or bool(near & (_PERSON | _AGE))
    )


def _after_age(words: Sequence[Word], at: int) -> bool:
    """`aged 9`, `umar koi 8 ya 11`, `boy of 12`, `unki umar hai 14`."""
    before = [word.text for word in words[max(0, at - 5) : at]][::-1]
    for place, word in enumerate(before):
        if word in _AGE:
            return True
        if word == "of":
            return place + 1 < len(before) and before[place + 1] in _PERSON
        if word not in _ABOUT | _OR | {BREAK} and not word.isdigit():
            return False
    return False


def _bare(words: Sequence[Word], at: int) -> bool:
    """`main 22 ki hun`, `wo 17 ki hai`, `she is 14 and`, `a girl, maybe 8,`."""
    after, then = _text(words, at + 1), _text(words, at + 2)
    if after in _OF and (then in _IS or (_of_whom(words, at) and then not in _THINGS | _YEARS)):
        return True
    before, earlier = _text(words, at - 1), _text(words, at - 2)
    ends = after in {"", BREAK, STOP, "and", "or"} | _AFTER_AGE or after in _OLD
    if before in {"maybe", "about", "only", "just", "around", "hardly", "barely", "almost"}:
        return ends and (earlier in {"is", "am", "maybe", "only", "are", BREAK} | _PERSON)
    if before in {"is", "am", "im", "shes", "hes"} or (before == "are" and earlier == "they"):
        return ends
    if before in {"and", "or"} and ends and _number(words, at - 2) is not None:
        return _bare(words, at - 2)
    if after in _OR and _number(words, at + 2) is not None:
        ends = _text(words, at + 3) in {BREAK, STOP}
    return before == BREAK and ends and _of_whom(words, at - 1) and after != ""


def _of_whom(words: Sequence[Word], at: int) -> bool:
    """Whether the words just before `at` name a person: `larka 12 ka`, `beti ko (14)`, `bhanje 15 aur 16 ke`."""
    return any(word.text in _PERSON for word in words[max(0, at - 3) : at])


def _text(words: Sequence[Word], at: int) -> str:
    return words[at].text if 0 <= at < len(words) else ""


def _number(words: Sequence[Word], at: int) -> int | None:
    return words[at].number if 0 <= at < len(words) else None
