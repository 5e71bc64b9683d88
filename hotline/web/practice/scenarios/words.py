"""What a comparison says: its facts, their values and the verdicts, in the words of the page's language."""

from hotline.languages import N_
from hotline.tips.models import Callback, Kind
from hotline.web.labels import Label, kind_word, language_word, province_word
from hotline.web.page_language import comma, say
from hotline.web.practice.scenarios.comparing import CallBack, Fact, Report, Value, Verdict

FACTS = {
    Fact.LANGUAGE: N_("Language"),
    Fact.KIND: N_("What it is about"),
    Fact.DANGER: N_("Danger right now"),
    Fact.URGENT: N_("Urgent"),
    Fact.PROVINCE: N_("Province"),
    Fact.DISTRICT: N_("District"),
    Fact.TO_THE_END: N_("Told to the end"),
    Fact.RECORDINGS: N_("Recordings of this call"),
    Fact.CALLBACK: N_("May be called back"),
    Fact.REPORT: N_("Report"),
    Fact.CIRCLE: N_("Goes to"),
    Fact.ARRIVED: N_("Has been sent there"),
    Fact.TEXTS: N_("Texts sent to the caller"),
}
VERDICTS = {
    Verdict.SAME: Label(N_("Same"), "same"),
    Verdict.DIFFERENT: Label(N_("Different"), "different"),
    Verdict.NOT_YET: Label(N_("Not yet there"), "not-yet"),
}
REPORTS = {
    Report.NONE: N_("None"),
    Report.NEW: N_("A new one"),
    Report.EARLIER: N_("The earlier one"),
}
CALLBACKS = {
    None: N_("Not said"),
    Callback.NO: N_("No"),
    Callback.MORNING: N_("In the morning"),
    Callback.AFTERNOON: N_("In the afternoon"),
    Callback.EVENING: N_("In the evening"),
}
NOT_KNOWN = N_("Not known")


def words_of(fact: Fact, value: Value) -> str:
    """A value as the table says it; a circle by its code."""
    if isinstance(value, CallBack):
        return _callback(value)
    if isinstance(value, bool):
        return say(N_("Yes")) if value else say(N_("No"))
    if isinstance(value, int):
        return str(value)
    if value is None:
        return say(NOT_KNOWN)
    return _word(fact, value)


def _word(fact: Fact, value: str) -> str:
    match fact:
        case Fact.LANGUAGE:
            return language_word(value)
        case Fact.KIND:
            return say(NOT_KNOWN) if value == Kind.UNKNOWN else kind_word(Kind(value))
        case Fact.PROVINCE:
            return province_word(value)
        case Fact.CIRCLE:
            return value
        case Fact.REPORT:
            return say(REPORTS[Report(value)])
        case _:
            # Of a district, the name that callers hear.
            return say(value)


def _callback(value: CallBack) -> str:
    when = say(CALLBACKS[value.when])
    if value.when in {None, Callback.NO}:
        return when
    how = N_("saying who we are") if value.may_say_who else N_("without saying who we are")
    return f"{when}{comma()}{say(how)}"
