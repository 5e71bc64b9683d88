"""Takes an officer's answer by SMS: who may, which referral is meant, what is done with it, what is replied."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from hotline.circles.models import Circle
from hotline.phone_numbers import read
from hotline.places.folding import fold, word_set
from hotline.places.matching import find_places
from hotline.referrals import acknowledgement, answer_replies
from hotline.referrals.acknowledgement import Decliner
from hotline.referrals.answer_replies import Listed, Reply
from hotline.referrals.answers import KEYS, Said, Says, read_answer
from hotline.referrals.models import Referral, ReferralEvent, ReferralState
from hotline.referrals.outcomes_said import outcome_said
from hotline.referrals.told_to_a_phone import Told, duties_of, told_to
from hotline.sealing import Sealer
from hotline.sms.intake import Answered
from hotline.tips.models import Kind
from hotline.tips.triage.judging import triage

# An officer who tells more than so many words reports something.
MOST_WORDS_UNREAD = 6
BY_SMS = "{circle}, by SMS"
_KEY_OF = {says: key for key, says in KEYS.items()} | {Says.OUTCOME: "3"}
_DENIED_BEFORE = word_set("nahi nahin nai nhi نہیں")
_CLAUSES = re.compile(r"[,.;:،۔؛\n]+")
_CODE = re.compile(r"(?<![\w-])[A-Z]{1,3}-[A-Z]{2,8}(?![\w-])")


@dataclass(frozen=True, slots=True)
class _Answer:
    """One answer to one referral, and what it is done with."""

    session: Session
    sealer: Sealer
    said: Said
    told: Told

    @property
    def by(self) -> str:
        return BY_SMS.format(circle=self.told.duty.circle)

    @property
    def words(self) -> bytes | None:
        return self.sealer.seal_text(self.said.words) if self.said.words else None

    @property
    def reply(self) -> Reply:
        return Reply(self.told.duty.language)

    def say(self, words: str) -> Answered:
        return Answered(self.reply.say(words, self.told.tag))


def answer(session: Session, sealer: Sealer, number: str, body: str) -> Answered | None:
    """What becomes of a text from this number; None where it is no duty phone's, or no answer: a tip like any other.

    Safe to run twice: what is noted is not noted again.
    """
    e164 = read(number)
    said = read_answer(body) if e164 else None
    if e164 is None or (said is None and len(body.split()) > MOST_WORDS_UNREAD):
        return None
    duties = duties_of(session, e164)
    if not duties:
        return None
    told = told_to(session, duties)
    if said is None:
        return _not_understood(body, told)
    said = _with_a_tag_that_stands(said, told)
    meant = _meant(said, told)
    if len(meant) == 1 and said.says is not Says.UNCLEAR:
        return _DO[said.says](_Answer(session, sealer, said, meant[0]))
    if not meant and not said.tag and (said.words or said.says is Says.OUTCOME):
        # Nothing is open, and it says more than a figure: perhaps an officer reports something.
        return None
    reply = Reply((meant[0].duty if meant else next(iter(duties.values()))).language)
    return Answered(_asked_back(reply, said, meant))


def _not_understood(body: str, told: Sequence[Told]) -> Answered | None:
    """A few words from an office that has something to answer, and that tell of no place and no harm, are an answer
    gone wrong: taken for a report they would be lost on whoever waits for the answer."""
    read = triage(body)
    tells = read.urgent or read.kind not in {Kind.UNKNOWN, Kind.NOT_A_TIP} or find_places(body).districts
    if not told or tells:
        return None
    asked = next((one for one in told if one.lacks_outcome), None)
    words = answer_replies.WHICH_OUTCOME if asked is told[0] else answer_replies.HOW_AT_ALL
    return Answered(Reply(told[0].duty.language).say(words, told[0].tag))


def _with_a_tag_that_stands(said: Said, told: Sequence[Told]) -> Said:
    """Eight digits that are no code are a tag and a figure behind it: "3 4821 2026/12"."""
    if len(said.tag) != 8 or any(one.reference == said.tag for one in told):
        return said
    tag, behind = said.tag[:4], said.tag[4:]
    if not any(one.tag == tag for one in told):
        return said
    words = f"{behind} {said.words}".strip()
    return replace(said, tag=tag, words=words, outcome=said.outcome or outcome_said(words))


def _meant(said: Said, told: Sequence[Told]) -> list[Told]:
    """The referrals that an answer may mean: open ones, and for one that names an outcome those that lack it."""
    if said.tag:
        fit = [one for one in told if said.tag in (one.tag, one.reference)]
        # A tag is drawn again some day: what is open comes before what was closed.
        fit = [one for one in fit if not one.closed] or fit
        return fit if len({one.reference for one in fit}) > 1 else fit[:1]
    still = [one for one in told if not one.closed]
    lacking = [one for one in told if one.lacks_outcome]
    if said.says is Says.OUTCOME:
        return lacking
    if said.says is not Says.DONE:
        return still
    # A bare "done" is said of what was taken; right after we have asked what came of one, it is said of that.
    taken = [one for one in still if one.state is ReferralState.ACKNOWLEDGED]
    return [*taken, *lacking] or still


def _asked_back(reply: Reply, said: Said, meant: Sequence[Told]) -> str:
    key = _KEY_OF.get(said.says, "1")
    if not meant:
        return reply.say(answer_replies.NOT_OPEN if said.tag else answer_replies.NOTHING_OPEN, said.tag[:4])
    if said.says is Says.UNCLEAR and (said.tag or len(meant) == 1):
        return reply.say(answer_replies.HOW, meant[0].tag)
    if said.says is Says.UNCLEAR:
        return reply.say(answer_replies.HOW_AT_ALL)
    if said.tag:
        return reply.say(answer_replies.WHICH_CODE, said.tag, key)
    return reply.which(key, [Listed(one.tag, one.kind, one.taken_at) for one in meant])


def _mine(this: _Answer) -> Answered:
    if acknowledgement.acknowledge(this.session, this.told.id, this.by, this.words, this.told.duty.circle):
        return this.say(answer_replies.MINE)
    if _state(this) is not ReferralState.ACKNOWLEDGED:
        return this.say(answer_replies.CLOSED_BEFORE)
    return this.say(answer_replies.MINE if _took_it(this) else answer_replies.TAKEN_BEFORE)


def _not_ours(this: _Answer) -> Answered:
    if _state(this) is ReferralState.ACKNOWLEDGED and not _took_it(this):
        # Whoever was slower does not take it out of the hands of who has it.
        return this.say(answer_replies.TAKEN_BEFORE)
    decliner = Decliner(this.by, this.told.duty.circle)
    onward = places_onward(this.session, this.said.words)
    declined = acknowledgement.decline(this.session, this.told.id, decliner, this.words, onward)
    if declined is None:
        is_noted = _state(this) is ReferralState.DECLINED
        return this.say(answer_replies.STAYS if is_noted else answer_replies.CLOSED_BEFORE)
    if declined.onward is None:
        return this.say(answer_replies.STAYS)
    return replace(this.say(answer_replies.GOES_ON), referral=this.told.id)


def _done(this: _Answer) -> Answered:
    outcome = this.said.outcome
    if this.told.closed and not this.told.lacks_outcome:
        return this.say(answer_replies.CLOSED_BEFORE)
    acknowledgement.close(this.session, this.told.id, this.by, outcome, this.words)
    if outcome is None:
        return this.say(answer_replies.WHICH_OUTCOME)
    return Answered(this.reply.closed(this.told.tag, outcome))


_DO: dict[Says, Callable[[_Answer], Answered]] = {
    Says.MINE: _mine,
    Says.NOT_OURS: _not_ours,
    Says.DONE: _done,
    Says.OUTCOME: _done,
}


def _state(this: _Answer) -> ReferralState:
    return this.session.execute(select(Referral.state).where(Referral.id == this.told.id)).scalar_one()


def _took_it(this: _Answer) -> bool:
    """Whether the one who answers is the one who has it."""
    taken = this.session.scalars(
        select(ReferralEvent.reason)
        .where(
            ReferralEvent.referral_id == this.told.id,
            ReferralEvent.state == ReferralState.ACKNOWLEDGED,
            ReferralEvent.reason.startswith(acknowledgement.MINE.format(by="")),
        )
        .order_by(ReferralEvent.id.desc())
        .limit(1)
    )
    # By phone or by SMS, from whichever of its phones.
    return (taken.first() or "").startswith(acknowledgement.MINE.format(by=f"{this.told.duty.circle},"))


def places_onward(session: Session, words: str) -> tuple[str, ...]:
    """The districts that an officer names as those whose it is, in order; by the code of an office, where that sits."""
    codes = _CODE.findall(words)
    cities = session.scalars(select(Circle.city).where(Circle.code.in_(codes))).all() if codes else ()
    told = [*cities, *_not_denied(words)]
    found = [district for clause in told for district in find_places(clause).districts]
    return tuple(dict.fromkeys(found)) or find_places(words).districts


def _not_denied(words: str) -> list[str]:
    """What is left of "Gujranwala ka nahi Sialkot ka hai", or of "not Gujranwala, Sialkot", without what is denied."""
    clauses: list[str] = []
    for clause in _CLAUSES.split(words):
        so_far: list[str] = []
        for word in clause.split():
            if fold(word) == "not":
                break
            so_far = [] if fold(word) in _DENIED_BEFORE else [*so_far, word]
        clauses.append(" ".join(so_far))
    return clauses
