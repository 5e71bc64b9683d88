"""Yes and no as people text them, in three ways of writing."""

import re

from hotline.places.folding import fold, word_set

_YES = word_set(
    "y yes yess yeah yep haan han haa ha hn hanji haanji jee ji g bilkul zaroor sahi hai h danger khatra"
    " ہاں جی ہا بالکل جیہاں ہے خطرہ"
)
_NO = word_set("n no nope not nahi nahin nai nhi nhe naheen nah نہیں نہی نئیں")
# "No" alone, but "isn't it" behind a yes: "hai na".
_NO_ALONE = word_set("na نہ نا safe mehfooz mahfooz mehfuz محفوظ")
_BESIDE = word_set(
    "sir madam bhai baji please plz abhi ab bhi khatre is now there mein main me koi kisi ko very bohat bahut buhat"
    " ابھی اب خطرے میں بھائی پلیز کوئی کسی کو بہت"
)
# At the head of a text these stand for the whole of it; what may still be denied is not among them: "ji nahi".
_SURE = word_set("y yes yess yeah yep haan han haa ha hn hanji haanji bilkul zaroor ہاں جیہاں بالکل")
_WORD = re.compile(r"[^\W\d_]+")


def said_yes(body: str) -> bool | None:
    """Whether a text says yes, or no; None for one that says something else.

    What begins with yes is one, whatever comes behind it: to be wrong about a yes costs less than about a no.
    """
    words = _WORD.findall(fold(body))
    if not words:
        return None
    if words[0] in _YES:
        return not (words[0] not in _SURE and set(words) & _NO)
    said = set(words)
    if said <= _NO | _NO_ALONE | _BESIDE | _YES and said & (_NO | _NO_ALONE):
        return False
    return True if said <= _YES | _BESIDE and said & _YES else None
