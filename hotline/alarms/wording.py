"""The words of an alarm: what is wrong, how many, how long; one part of an SMS, and nothing of any caller."""

from hotline.alarms.models import AlarmKind

# English only, as `check` and the logs are: whoever mends it reads those too.
_WRONG = {
    AlarmKind.TIP_WAITS: "tips that no worker has read: {detail}. Look at the workers and the queue.",
    AlarmKind.REFERRAL_WAITS: "referrals not handed to a carrier: {detail}. Look at the workers and the carrier.",
    AlarmKind.REFERRAL_REFUSED: "referrals refused or without a phone: {detail}. A person must see to it.",
    AlarmKind.NOBODY_ANSWERS: "referrals that nobody has answered: {detail}. Please see to it in the console.",
    AlarmKind.KEPT_ON_DISK: "calls and texts kept on disk: {detail}. Look at the clock and the disk.",
    AlarmKind.CLOCK_STOPPED: "the clock has made no round for {detail}. What the queue loses waits. Start it.",
    AlarmKind.DATABASE_AWAY: "the database has not answered for {detail}. Callers hear an apology.",
}
_PASSED = {
    AlarmKind.TIP_WAITS: "tips are read again.",
    AlarmKind.REFERRAL_WAITS: "referrals are handed to a carrier again.",
    AlarmKind.REFERRAL_REFUSED: "no referral is refused or without a phone.",
    AlarmKind.NOBODY_ANSWERS: "no referral is left unanswered.",
    AlarmKind.KEPT_ON_DISK: "what was kept on disk is taken in.",
    AlarmKind.CLOCK_STOPPED: "the clock makes its rounds again.",
    AlarmKind.DATABASE_AWAY: "the database answers again.",
}


def alarm_words(kind: AlarmKind, detail: str) -> str:
    return f"Raabta ALARM: {_WRONG[kind].format(detail=detail)}"


def passed_words(kind: AlarmKind) -> str:
    return f"Raabta, over: {_PASSED[kind]}"
