"""What the pages of referrals call things: why a person is needed, shares, lengths of time, whose turn it is."""

import re
from datetime import timedelta

from babel.dates import format_timedelta
from babel.numbers import format_percent

from hotline.languages import N_
from hotline.referrals.answering_rates import Share
from hotline.sms.turns import WELL_AGAIN
from hotline.web.labels import Label
from hotline.web.page_language import LOCALES, page_language, say
from hotline.web.referrals.listing import Need

_CARRIER = r"(?P<carrier>\S+)"
NEEDS = {
    Need.REFUSED: Label(N_("The carrier refuses it: please look at the phone"), "refused"),
    Need.DECLINED: Label(N_("Declined, and nobody is left to ask"), "declined"),
    Need.UNANSWERED: Label(N_("Unanswered up to the top"), "urgent"),
    Need.NO_PHONE: Label(N_("Nobody can be written to: no phone is entered"), "wrong"),
}
# Why the turn changed, as whoever changes it keeps it; several reasons stand behind one another.
TURNS = (
    (
        rf"{_CARRIER} failed (?P<count>\d+) of the last (?P<all>\d+)",
        N_("{carrier} failed {count} of the last {all}."),
    ),
    (rf"{_CARRIER} refuses what it is given", N_("{carrier} refuses what it is given.")),
    (
        rf"{_CARRIER} had not delivered (?P<count>\d+) of (?P<all>\d+) within 5 minutes",
        N_("{carrier} had not delivered {count} of {all} within 5 minutes."),
    ),
    (WELL_AGAIN, N_("It is well again, and is given more by and by.")),
    (r"the first failed before", N_("The first had failed before.")),
    (rf"{_CARRIER} took none", N_("{carrier} took none.")),
)
SEVERAL = "; "


def turn_words(reason: str) -> str:
    return " ".join(_turn_words(part) for part in reason.split(SEVERAL))


def _turn_words(part: str) -> str:
    for pattern, message in TURNS:
        found = re.fullmatch(pattern, part)
        if found is not None:
            return say(message).format(**found.groupdict())
    return part


def per_cent(share: float) -> str:
    return format_percent(share, format="0%", locale=LOCALES[page_language()])


def interval(share: Share) -> str:
    """Such as `62–95 %`, set apart so that it reads the same from the right."""
    low, high = (per_cent(each) for each in share.between)
    return f"\u2066{low}–{high}\u2069"


def length(span: timedelta) -> str:
    """Such as `4 minutes`."""
    return format_timedelta(span, threshold=1.5, locale=LOCALES[page_language()])
