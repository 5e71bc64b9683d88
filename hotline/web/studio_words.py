"""What the studio calls things: the parts of its list, where a sound comes from, and why a recording is refused."""

from flask import Flask

from hotline.languages import N_, direction
from hotline.prompts import Origin
from hotline.studio.takes import LONGEST, Fault
from hotline.web.flow_pictures.words import flow_title
from hotline.web.labels import Label
from hotline.web.page_language import say
from hotline.web.studio_prompts import EVERYWHERE, NUMBERS, OPTION_SECONDS, PLACES, Line, Which

PARTS = {
    EVERYWHERE: N_("Said everywhere"),
    NUMBERS: N_("Numbers and keys"),
    PLACES: N_("Names of places"),
}
WHICH = {
    Which.ALL: N_("All"),
    Which.STAND_IN: N_("Without a recording"),
    Which.RECORDED: N_("With a recording"),
    Which.CHANGED: N_("Recorded for other words"),
}
ORIGINS = {
    Origin.STUDIO: Label(N_("Recording"), "sound"),
    Origin.FILE: Label(N_("File in locales/"), "sound"),
    Origin.STAND_IN: Label(N_("Stand-in voice"), "stand-in"),
}
OTHER_LANGUAGE = Label(N_("Only in another language"), "unknown")
NOTHING = Label(N_("Nothing to be heard"), "refused")
FAULTS = {
    Fault.NO_FILE: N_("No recording was chosen. Choose a sound file, or record one."),
    Fault.TOO_LARGE: N_(
        "The file is larger than {figure}. Save it as FLAC, OGG or MP3, or cut it to the words."
    ),
    Fault.BUSY: N_("Other recordings are being looked at. Please send this one again in a moment."),
    Fault.UNREADABLE: N_("This cannot be read as sound. Save it as WAV, FLAC, OGG or MP3 and send it again."),
    Fault.LOW_RATE: N_(
        "It has only {figure} samples a second. Record it with at least 8,000, better with 16,000 or more."
    ),
    Fault.HIGH_RATE: N_("It has {figure} samples a second. Save it with 48,000, which is more than enough."),
    Fault.CHANNELS: N_("It has {figure} channels. Save it with one channel (mono), or two."),
    Fault.TOO_LONG: N_(
        "It is too long: {figure} seconds, where {longest} are allowed. Speak only the words of the prompt."
    ),
    Fault.TOO_SHORT: N_(
        "It is too short: only {figure} seconds of speech were found. Wait a moment after starting and before stopping."
    ),
    Fault.NOTHING_HEARD: N_(
        "Nothing can be heard. Check that the right microphone is chosen and switched on."
    ),
    Fault.PAUSE_BEFORE: N_(
        "It begins with {figure} seconds of silence. Cut it to the words, or record it again."
    ),
    Fault.PAUSE_AFTER: N_(
        "It ends with {figure} seconds of silence. Cut it to the words, or record it again."
    ),
    Fault.MOSTLY_SILENCE: N_(
        "{figure} percent of it is silence. Speak the words in one go, without long pauses between them."
    ),
    Fault.TOO_QUIET: N_(
        "It is too quiet ({figure}). Speak louder, go closer to the microphone, or turn the microphone up."
    ),
    Fault.CLIPPED: N_(
        "It is distorted: {figure} percent of it is cut off at the top. "
        "Go further from the microphone, or turn the microphone down."
    ),
}
WHOLE_FIGURES = frozenset({Fault.CHANNELS, Fault.MOSTLY_SILENCE})
UNITS = {Fault.TOO_LARGE: "MB", Fault.TOO_QUIET: "dB"}


def put_up(app: Flask) -> None:
    """Give the studio's templates their words."""
    app.jinja_env.globals.update(
        WHICH=WHICH,
        part_title=part_title,
        origin_label=origin_label,
        refusal_words=refusal_words,
        direction_of=direction,
        option_seconds=OPTION_SECONDS,
    )


def part_title(part: str) -> str:
    return say(PARTS[part]) if part in PARTS else flow_title(part)


def origin_label(line: Line) -> Label:
    """Where what callers hear of a prompt comes from."""
    if line.audio is None:
        return NOTHING
    return ORIGINS[line.audio.origin] if line.in_own_language else OTHER_LANGUAGE


def refusal_words(fault: Fault, figure: float) -> str:
    """Why a recording is refused, and what to do."""
    return say(FAULTS[fault]).format(figure=_figure(fault, figure), longest=f"{LONGEST:.0f}")


def _figure(fault: Fault, figure: float) -> str:
    if fault in {Fault.LOW_RATE, Fault.HIGH_RATE}:
        return f"{figure:,.0f}"
    if fault in UNITS:
        # Isolated: in a line that runs from the right, sign and unit would change sides.
        return f"\u2066{figure:.0f} {UNITS[fault]}\u2069"
    return f"{figure:.0f}" if fault in WHOLE_FIGURES else f"{figure:.1f}"
