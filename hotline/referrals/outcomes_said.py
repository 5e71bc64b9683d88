"""What came of a tip as officers put it: one letter, or words in three ways of writing."""

import re

from hotline.places.folding import fold, word_set
from hotline.referrals.models import Outcome

BY_LETTER = {
    "v": Outcome.VICTIMS_IDENTIFIED,
    "f": Outcome.FIR,
    "r": Outcome.REFERRED,
    "u": Outcome.UNFOUNDED,
    "n": Outcome.NOT_REACHABLE,
    "o": Outcome.OTHER,
}
LETTERS = "".join(BY_LETTER)

# Of several the first one counts: whoever was found matters most, then what was written down.
_PHRASES = {
    Outcome.VICTIMS_IDENTIFIED: (
        "victim found; victims found; victim identified; victims identified; victim recovered; victims recovered;"
        " victim rescued; victims rescued; recovered; rescued; bazyab; baziyab; bazyaab; baazyab; bazyabi; baramad;"
        " mil gaye; mil gaya; mil gayi; mil gai; mil gae; mutasireen mile; chhura liya; chura liya; azad kara liya;"
        " azad karwa liya; بازیاب; بازیابی; بازياب; برآمد; مل گئے; مل گئی; مل گیا; متاثرین ملے; آزاد کرا لیا;"
        " آزاد کروا لیا; چھڑا لیا"
    ),
    Outcome.FIR: (
        "fir; f i r; case registered; muqadma; muqaddma; mukadma; muqadama; muqadimah; mukadama; parcha; parcha darj;"
        " giraftar; giriftar; arrested; مقدمہ; مقدمے; ایف آئی آر; پرچہ; گرفتار"
    ),
    Outcome.REFERRED: (
        "referred; referral; shelter; shelter home; dar ul aman; darul aman; darulaman; dar al aman; daruliman;"
        " child protection bureau; edhi; ngo; welfare; handed to family; دار الامان; دارالامان; پناہ گاہ; شیلٹر;"
        " ویلفیئر"
    ),
    # Before the unfounded: "nobody was there" says that nobody was reached.
    Outcome.NOT_REACHABLE: (
        "not reachable; unreachable; no contact; could not reach; cannot reach; no answer; not traceable; untraceable;"
        " rabta nahi; rabta nahin; rabta na; raabta nahi; raabta nahin; rabta nhi; raabta nhi; rabita nahi;"
        " koi nahi mila; koi nahin mila; nahi mila; nahin mila; nahi mile; nahin mile; nahi mili; nahin mili;"
        " number band; phone band; رابطہ نہیں; رابطہ نہ; نہیں ملا; نہیں ملے; نہیں ملی; کوئی نہیں ملا; نمبر بند; فون بند"
    ),
    Outcome.UNFOUNDED: (
        "unfounded; false; fake; hoax; baseless; not true; wrong information; jhoot; jhut; jhoota; jhooti; jhuti;"
        " jhuta; jhooti ittila; ghalat ittila; galat ittila; be bunyad; bebunyad; bay bunyad; bunyad nahi; sach nahi;"
        " بے بنیاد; جھوٹ; جھوٹی; جھوٹا; غلط اطلاع; سچ نہیں"
    ),
    Outcome.OTHER: "other; others; deegar; digar; kuch aur; دیگر; کچھ اور",
}
_SAID = {
    outcome: re.compile(
        "|".join(rf"(?<= ){re.escape(fold(phrase.strip()))}(?= )" for phrase in phrases.split(";"))
    )
    for outcome, phrases in _PHRASES.items()
}
# What is denied, asked for or still to come came of nothing: "FIR darj nahi hui", "bazyab karwao".
_NOT = word_set("""
    nahi nahin nahe nai nhi na not no never without cannot baghair
    karwao karao karwaen karayen karwain karaen karain karo karein karen karna karni chahiye jaye jae jaldi
    please plz will would should need needs want
    نہیں نہ بغیر کرواؤ کراؤ کروائیں کرائیں کرو کریں کرنا کرنی چاہیے جائے جلدی
""")
_DENIED_THEMSELVES = (Outcome.NOT_REACHABLE, Outcome.UNFOUNDED)
_NEAR = 3
_WORD = re.compile(r"[^\W\d_]+")


def outcome_said(words: str) -> Outcome | None:
    """The outcome that these words name; None where they name none, deny it or only ask for it."""
    said = _WORD.findall(fold(words))
    if not said:
        return None
    if said[0] in BY_LETTER and (len(said) == 1 or not _starts_a_name(said)):
        return BY_LETTER[said[0]]
    text = f" {' '.join(said)} "
    for outcome, pattern in _SAID.items():
        for found in pattern.finditer(text):
            behind = text[found.end() :].split()[:_NEAR]
            before = text[: found.start()].split()[-1:]
            if outcome in _DENIED_THEMSELVES or not _NOT.intersection([*before, *behind]):
                return outcome
    return None


def _starts_a_name(said: list[str]) -> bool:
    """Whether the letter at the head is one of several that are spelt out: "f i r"."""
    return len(said[1]) == 1
