"""What an officer reads back: what was noted, what is missing, how to answer; no word of who told us or what."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from hotline.database import PAKISTAN
from hotline.languages import N_, SmsLanguage, sms_words
from hotline.referrals.models import Outcome
from hotline.referrals.wording import KINDS, MOST_PARTS
from hotline.sms.segments import count
from hotline.tips.models import Kind

MINE = N_("{tag}: noted as yours. When it is done, reply 3 {tag} and what came of it.")
TAKEN_BEFORE = N_("{tag} was taken by somebody else before you. You need do nothing.")
GOES_ON = N_("{tag}: noted as not yours. It goes on to another office now.")
STAYS = N_("{tag}: noted as not yours. A supervisor will look at it.")
CLOSED = N_("{tag} is closed: {outcome}. Thank you.")
CLOSED_BEFORE = N_("{tag} is closed already. You need do nothing.")
WHICH_OUTCOME = N_(
    "{tag} is closed. What came of it? Reply 3 {tag} and a letter: V potential victims found, F FIR, R referred,"
    " U unfounded, N not reached, O other"
)
HOW = N_("To answer: 1 {tag} if it is yours, 2 {tag} if it is not, 3 {tag} when it is done.")
HOW_AT_ALL = N_("To answer: 1 if it is yours, 2 if it is not, 3 when it is done; behind it the four digits.")
WHICH = N_("Which one? Reply {key} and its digits: {tips}")
WHICH_CODE = N_("{tag} stands for several. Reply {key} and the eight digits of the code in the console.")
NOT_OPEN = N_("No tip {tag} is open with your office. Please check the four digits.")
NOTHING_OPEN = N_("No tip is open with your office. To report something, text what is happening and where.")

OUTCOMES = {
    Outcome.VICTIMS_IDENTIFIED: N_("potential victims found"),
    Outcome.FIR: N_("FIR registered"),
    Outcome.REFERRED: N_("referred to a service"),
    Outcome.UNFOUNDED: N_("unfounded"),
    Outcome.NOT_REACHABLE: N_("nobody reached"),
    Outcome.OTHER: N_("other outcome"),
}
MOST_LISTED = 3


@dataclass(frozen=True, slots=True)
class Listed:
    """What tells one tip from another to whoever got the SMS of both."""

    tag: str
    kind: Kind
    taken_at: datetime


@dataclass(frozen=True, slots=True)
class Reply:
    """One reply in the language of an office; `say` fills the gaps of one of the words above."""

    language: SmsLanguage

    def say(self, words: str, tag: str = "", key: str = "") -> str:
        return self._of()(words).format(tag=tag, key=key)

    def closed(self, tag: str, outcome: Outcome) -> str:
        say = self._of()
        return say(CLOSED).format(tag=tag, outcome=say(OUTCOMES[outcome]))

    def which(self, key: str, tips: Sequence[Listed]) -> str:
        """Lists as many of them as there is room for, at most three."""
        said = ""
        for most in range(min(MOST_LISTED, len(tips)), 0, -1):
            listed = "; ".join(self._listed(tip) for tip in tips[:most])
            said = self._of()(WHICH).format(key=key, tips=listed)
            if count(said).segments <= MOST_PARTS[self.language]:
                break
        return said

    def _listed(self, tip: Listed) -> str:
        time = tip.taken_at.astimezone(PAKISTAN).strftime("%d/%m %H:%M")
        return f"{tip.tag} {self._of()(KINDS[tip.kind])} {time}"

    def _of(self) -> Callable[[str], str]:
        say: Callable[[str], str] = sms_words(self.language).gettext
        return say
