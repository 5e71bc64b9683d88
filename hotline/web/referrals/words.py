"""What the pages of referrals call things: why a person is needed, shares, lengths of time, whose turn it is."""

from datetime import timedelta

from babel.dates import format_timedelta
from babel.numbers import format_percent

from hotline.languages import N_
from hotline.referrals.answering_rates import Share
from hotline.web.labels import Label
from hotline.web.page_language import LOCALES, page_language
from hotline.web.referrals.listing import Need

NEEDS = {
    Need.REFUSED: Label(N_("The carrier refuses it: please look at the phone"), "refused"),
    Need.DECLINED: Label(N_("Declined, and nobody is left to ask"), "declined"),
    Need.UNANSWERED: Label(N_("Unanswered up to the top"), "urgent"),
    Need.NO_PHONE: Label(N_("Nobody can be written to: no phone is entered"), "wrong"),
}


def per_cent(share: float) -> str:
    return format_percent(share, format="0%", locale=LOCALES[page_language()])


def interval(share: Share) -> str:
    """Such as `62–95 %`, set apart so that it reads the same from the right."""
    low, high = (per_cent(each) for each in share.between)
    return f"\u2066{low}–{high}\u2069"


def length(span: timedelta) -> str:
    """Such as `4 minutes`."""
    return format_timedelta(span, threshold=1.5, locale=LOCALES[page_language()])
