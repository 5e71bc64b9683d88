"""What the pictures call things: the flows and what each is for, the kinds of step, the ways on from them."""

from dataclasses import dataclass

from babel.numbers import format_percent

from hotline.languages import N_, direction, words
from hotline.referrals.wording import KINDS as KINDS_OF_TIP
from hotline.web.flow_pictures.outline import Part
from hotline.web.flow_pictures.ways import By, Kind, Way, said_again, said_first
from hotline.web.labels import answer_words
from hotline.web.page_language import LOCALES, page_language, say
from ivr_flows.regions import REGIONS
from ivr_flows.steps import (
    Consult,
    Dial,
    Digits,
    Menu,
    Prompt,
    Record,
    Reference,
    Said,
    Step,
    Words,
)


@dataclass(frozen=True, slots=True)
class Named:
    """A flow's name for people, and in one sentence what it is for."""

    title: str
    purpose: str


FLOWS = {
    "choose_language": Named(N_("Language"), N_("Every call begins here: Urdu or English.")),
    "main": Named(
        N_("Main menu"), N_("What the caller wants: to report, help, an earlier report, information.")
    ),
    "report_tip": Named(
        N_("Report"), N_("Someone reports a potential victim: what kind, danger, what happens.")
    ),
    "help": Named(N_("Help for oneself"), N_("The caller is the potential victim: danger comes first.")),
    "where": Named(
        N_("Where"), N_("The place: province, city, and the district by key for who stays silent.")
    ),
    "callback": Named(N_("Callback"), N_("Whether and when we may call back, and what may be said then.")),
    "silent": Named(N_("Silent path"), N_("For callers who cannot speak: yes and no by key.")),
    "danger": Named(N_("Danger now"), N_("The emergency desk is called at once; a message may be left.")),
    "person": Named(
        N_("A person"), N_("The desk is called while it is open; otherwise a callback or a message.")
    ),
    "called_before": Named(
        N_("Called before"), N_("How far an earlier report is, and a message to add to it.")
    ),
    "information": Named(N_("Information"), N_("Short topics about safe travel and rights.")),
    "anyway": Named(N_("Own words"), N_("Whoever presses nothing tells it in their own words.")),
    "officer": Named(
        N_("Officer's telephone"),
        N_("An urgent tip rings a duty phone: one key takes it, another says that it is not theirs."),
    ),
    "sms_tip": Named(N_("Report by text"), N_("The same report by text message.")),
}
KINDS = {
    Kind.MENU: N_("Menu"),
    Kind.RECORD: N_("Recording"),
    Kind.DIGITS: N_("Number to type"),
    Kind.DIAL: N_("A desk is called"),
    Kind.LOOK: N_("Look-up"),
    Kind.WORDS: N_("Text to write"),
    Kind.SAY: N_("Only says something"),
    Kind.END: N_("End of the conversation"),
}
WAYS = {
    By.SILENCE: N_("silence"),
    By.SPOKEN: N_("speaks"),
    By.TYPED: N_("types it"),
    By.ANSWERED: N_("answered"),
    By.UNANSWERED: N_("no answer"),
    By.ELSE: N_("otherwise"),
    By.WRITTEN: N_("writes"),
    By.ON: N_("goes on"),
}
FOUND = {
    "open": N_("open"),
    "received": N_("received"),
    "passed_on": N_("passed on"),
    "accepted": N_("accepted"),
    "closed": N_("closed"),
    "too_many": N_("too many tries"),
    "done": N_("noted"),
    **{kind.value: name for kind, name in KINDS_OF_TIP.items()},
}


# A large flow is cut by region.
PARTS = {region.slug: region.said for region in REGIONS}

QUESTIONS = {
    "desk": N_("Is the desk open, and its number set?"),
    "emergency_desk": N_("Is the emergency desk's number set?"),
    "reference": N_("Which report has this code, and how far is it?"),
    "kind": N_("What is the tip about?"),
    "officer_takes": N_("Does the tip still wait? Then it is theirs."),
    "officer_declines": N_("Does the tip still wait? Then it goes on."),
}
PLACES = {"province", "division", "district", "city"}
ENDS = (".", "?", "!", "۔", "؟")
DESKS = {"desk": N_("The desk"), "emergency_desk": N_("The emergency desk")}


def flow_title(name: str) -> str:
    return say(FLOWS[name].title) if name in FLOWS else spelled(name)


def flow_purpose(name: str) -> str:
    return say(FLOWS[name].purpose) if name in FLOWS else ""


def part_title(part: Part) -> str:
    """The part's name, or the flow's where it is in one piece or this its beginning."""
    if not part.name:
        return flow_title(part.flow)
    return in_words(PARTS[part.name]) if part.name in PARTS else spelled(part.name)


def kind_words(kind: Kind) -> str:
    return say(KINDS[kind])


def short_name(step_name: str) -> str:
    """The step's own name without its flow's; it stands in the code as well, so it is not translated."""
    return step_name.partition(".")[2]


def way_words(way: Way) -> str:
    """What takes a conversation this way, for all but keys."""
    if way.by is By.FOUND:
        return say(FOUND[way.value]) if way.value in FOUND else spelled(way.value or "")
    return say(WAYS[way.by])


def facts_of(step: Step) -> tuple[str, ...]:
    """What else there is to know of a step, a sentence each."""
    match step:
        case Menu() | Digits():
            return (_asked(step.silence_seconds, step.tries),)
        case Record():
            longest = say(N_("Records up to {seconds} seconds.")).format(seconds=step.max_seconds)
            return (longest, _asked(step.silence_seconds, step.tries))
        case Words():
            return (say(N_("Asked at most {tries} times.")).format(tries=step.tries),)
        case Dial():
            who = say(DESKS[step.desk]) if step.desk in DESKS else spelled(step.desk)
            rings = say(N_("{who}: rings for {seconds} seconds.")).format(who=who, seconds=step.seconds)
            # A carrier need not tell how a conversation ended that the caller ended.
            return (rings, say(N_("Who hung up while speaking with it may be counted here as well.")))
        case Consult():
            return (say(QUESTIONS[step.question]) if step.question in QUESTIONS else spelled(step.question),)
    return ()


def _asked(seconds: int, tries: int) -> str:
    message = N_("Waits {seconds} seconds; asked at most {tries} times.")
    return say(message).format(seconds=seconds, tries=tries)


def silence_words(step: Step) -> str | None:
    """How many silences lead on from this step."""
    if not isinstance(step, Menu | Record | Digits):
        return None
    if step.silences == 1:
        return say(N_("at once"))
    return say(N_("{times} times")).format(times=step.silences)


def noted_words(way: Way) -> str | None:
    """What is read back or noted on this way, where there are words for it."""
    if way.said:
        return " ".join(map(in_words, way.said))
    told = answer_words(way.fact, way.value)
    if told == way.value:
        # No words of its own: the name of a place says itself.
        return say(told) if told and way.fact in PLACES else None
    return told


def in_words(said: Prompt | Reference) -> str:
    """What is said, in the page's language or in the prompt's own; for the code of a report stands that it is one."""
    code = say(N_("(the code)"))
    return code if isinstance(said, Reference) else words(said, page_language()).replace("{reference}", code)


def sentences(said: Said) -> tuple[Said, ...]:
    """What is said, cut into lines: pieces such as the name of a place and its key stand together."""
    lines: list[list[Prompt | Reference]] = [[]]
    for item in said:
        if lines[-1] and in_words(lines[-1][-1]).endswith(ENDS):
            lines.append([])
        lines[-1].append(item)
    return tuple(tuple(line) for line in lines if line)


def card_words(step: Step) -> str:
    """All that a card says: the step's words, or what it looks up."""
    said = said_first(step)
    return " ".join(map(in_words, said)) if said else " ".join(facts_of(step))


def left_out(step: Step) -> str | None:
    """What the second try does not say again, where it says nothing new."""
    said, again = said_first(step), said_again(step)
    if not again or not set(again) < set(said):
        return None
    return " ".join(in_words(item) for item in said if item not in again)


def spelled(name: str) -> str:
    """The nearest thing to words for a name that has none."""
    return name.replace("_", " ").capitalize()


def percent(share: float) -> str:
    return format_percent(share, locale=LOCALES[page_language()])


def direction_of(language: str) -> str:
    return direction(language)
