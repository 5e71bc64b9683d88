"""Yes and no as people text them, in three ways of writing."""

import re

from hotline.places.folding import fold


def _words(text: str) -> frozenset[str]:
    return frozenset(fold(text).split())


_YES = _words(
    "y yes yess yeah yep haan han haa ha hn hanji haanji jee ji g bilkul zaroor sahi hai"
    " ہاں جی ہا بالکل جیہاں ہے"
)
_NO = _words("n no nope not nahi nahin nai nhi nhe naheen na nah نہیں نہ نا نہی نئیں")
_BESIDE = _words("sir madam bhai baji please plz abhi ab bhi danger khatra khatre is now there mein main me م"
                 " ابھی اب خطرہ خطرے میں بھائی پلیز کوئی koi kisi کسی ko کو")  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+")


def said_yes(body: str) -> bool | None:
    """Whether the whole text says yes, or no; None for one that says something else."""
    words = set(_WORD.findall(fold(body)))
    if not words & (_YES | _NO) or words - _YES - _NO - _BESIDE:
        return None
    return not words & _NO
