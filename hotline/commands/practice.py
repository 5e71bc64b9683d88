"""`call` and `text`: a practice call or SMS over real HTTP with real signatures, told as the caller meets it."""

import mimetypes
import time
from pathlib import Path

import click
from sqlalchemy import select

from hotline.carriers.practice import wav
from hotline.carriers.practice.events import Asked, Awaits, Event
from hotline.carriers.practice.inbox import inbox, newest
from hotline.carriers.practice.line import PracticeLine
from hotline.carriers.practice.models import PracticeText
from hotline.carriers.practice.recordings import (
    LARGEST,
    keep_photo,
    keep_recording,
    read_recording,
    recording_url,
)
from hotline.carriers.practice.texting import text_hotline
from hotline.carriers.practice_numbers import CALLER, HOTLINE
from hotline.circles.models import Circle, CirclePhone
from hotline.commands.practising import Practice, practising, within
from hotline.commands.transcript import known_number, lines, spelt_code, written_code
from hotline.referrals.models import Referral
from hotline.sms.incoming import Media
from hotline.tips.models import Tip
from hotline.tips.reference import spaced
from ivr_flows.languages import LANGUAGES, MOST_SHARED, SPOKEN

WAIT_SECONDS = 10.0
# What has gone out goes again only with news such as the place: at once in danger.
NEWS_SECONDS = 2.0
TONE_SECONDS = 3.0
# A caller who never presses a fitting key is led on; whoever is asked more often than this is in a loop.
MOST_ANSWERS = 100
PHONE_KEYS = set("0123456789*#")
SILENCE = "-"
MOST_KEYS = 20
# What is pressed in place of speech, where an answer is spoken: the keys that hold everywhere, and a typed "042#".
INSTEAD_OF_SPEECH = {"0", "9", "*"}
TYPED_TO_THE_END = "#"
MOST_PHOTOS = 10
UNKNOWN_TYPE = "application/octet-stream"


def _keys(ctx: click.Context, option: click.Parameter, value: str | None) -> list[str]:
    pressed = [key.strip() for key in value.split(",")] if value else []
    pressed = ["" if key == SILENCE else key for key in pressed]
    if any(len(key) > MOST_KEYS or not set(key) <= PHONE_KEYS for key in pressed):
        raise click.BadParameter("keys of a telephone between two commas, or - for silence: 1,-,042#")
    return pressed


def _sound(ctx: click.Context, option: click.Parameter, value: Path | None) -> bytes:
    sound = value.read_bytes() if value else wav.tone(TONE_SECONDS)
    if not wav.seconds(sound):
        raise click.BadParameter("not a WAV file with sound in it")
    return sound


def _files(ctx: click.Context, option: click.Parameter, value: tuple[Path, ...]) -> tuple[Path, ...]:
    if len(value) > MOST_PHOTOS:
        raise click.BadParameter(f"at most {MOST_PHOTOS} go with one text")
    for path in value:
        if not 0 < path.stat().st_size <= LARGEST:
            raise click.BadParameter("a photo has something in it, and at most 8 MB")
    return value


LANGUAGE = click.Choice(LANGUAGES)
A_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
FROM = click.option(
    "--from", "sender", default=CALLER, show_default=True, help="The number that calls or texts."
)
WAIT = click.option(
    "--wait",
    "seconds",
    type=float,
    help=f"Seconds to wait for the referral; {WAIT_SECONDS:g}, and for a text its quiet minute before, unless given.",
)


@click.command()
@click.option("--lang", default=MOST_SHARED, show_default=True, type=LANGUAGE, help="Pressed first.")
@click.option(
    "--press",
    "keys",
    callback=_keys,
    metavar="1,2,...",
    help="Keys after that; - is silence. In place of speech only 0, 9, * or what ends with # is pressed.",
)
@click.option("--say", "sound", callback=_sound, type=A_FILE, help="What the caller says; a tone without it.")
@click.option("--desk-answers", is_flag=True, help="A desk that is called answers; without it nobody does.")
@FROM
@WAIT
def call(
    lang: str, keys: list[str], sound: bytes, desk_answers: bool, sender: str, seconds: float | None
) -> None:
    """Place a practice call; print what the caller hears and presses, and where the referral goes."""
    with practising() as practice:
        before, keys = _newest(practice), [_language_key(lang), *keys]
        click.echo(f"{known_number(sender)} calls {known_number(HOTLINE)}\n")
        line = PracticeLine.dial(practice.exchange, sender, HOTLINE, desk_answers)
        events = _told(line.start())
        for _ in range(MOST_ANSWERS):
            if line.over:
                break
            click.echo("")
            speaks = _speaks(events, keys)
            events += _told(_speak(practice, line, sound) if speaks else _press(line, keys))
        if not line.over:
            events += _told(line.hang_up())
        click.echo("")
        _tell_referral(practice, spelt_code(events), before, WAIT_SECONDS if seconds is None else seconds)


@click.command()
@click.argument("message")
@click.option(
    "--photo", "photos", callback=_files, type=A_FILE, multiple=True, help="A file that goes with it."
)
@FROM
@WAIT
def text(message: str, photos: tuple[Path, ...], sender: str, seconds: float | None) -> None:
    """Send a practice SMS; print the replies, and where the referral goes."""
    body = message.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    with practising() as practice:
        before = _newest(practice)
        click.echo(f"{known_number(sender)} texts {known_number(HOTLINE)}\n")
        click.echo(f"texter  {body}")
        for photo in photos:
            click.echo(f"texter  sends {photo.name} ({photo.stat().st_size} bytes)")
        sids = _kept(practice, photos)
        media = _media(practice, photos, sids)
        texted = text_hotline(practice.database, practice.exchange, sender, HOTLINE, body, media)
        for failure in texted.failures:
            click.echo(f"fault   {failure.why} at {failure.url} (error {failure.code})")
        for reply in texted.replies:
            click.echo(f"hotline {reply}")
        if not texted.replies:
            click.echo("hotline (no reply)")
        click.echo("")
        code, quiet = written_code(texted.replies), practice.settings.sms_quiet_seconds
        if seconds is None:
            seconds = WAIT_SECONDS + quiet if code else 0.0
            if code and quiet:
                click.echo(
                    f"A report waits {quiet} s for more to be told, unless somebody is in danger now ..."
                )
        if code or seconds:
            _tell_referral(practice, code, before, seconds)
        _tell_photos(practice, sids, max(seconds, WAIT_SECONDS))


def _language_key(language: str) -> str:
    return next(spoken.key for spoken in SPOKEN if spoken.code == language)


def _speaks(events: list[Event], keys: list[str]) -> bool:
    """Whether the caller answers by voice: wherever that is asked for, unless the next key is meant for there."""
    asked = next(event for event in reversed(events) if isinstance(event, Asked))
    if not asked.optional:
        return asked.kind is Awaits.RECORDING
    return not keys or not (keys[0] in INSTEAD_OF_SPEECH or keys[0].endswith(TYPED_TO_THE_END))


def _speak(practice: Practice, line: PracticeLine, sound: bytes) -> list[Event]:
    with practice.database.transaction() as session:
        sid = keep_recording(session, sound)
    return line.recorded(recording_url(practice.settings.public_url, sid), wav.seconds(sound) or 0.0)


def _kept(practice: Practice, photos: tuple[Path, ...]) -> list[str]:
    with practice.database.transaction() as session:
        return [keep_photo(session, photo.read_bytes()) for photo in photos]


def _media(practice: Practice, photos: tuple[Path, ...], sids: list[str]) -> list[Media]:
    public_url = practice.settings.public_url
    return [
        Media(recording_url(public_url, sid), mimetypes.guess_type(photo.name)[0] or UNKNOWN_TYPE)
        for photo, sid in zip(photos, sids, strict=True)
    ]


def _press(line: PracticeLine, keys: list[str]) -> list[Event]:
    """The next of the keys, or nothing."""
    key = keys.pop(0) if keys else ""
    return line.press(key) if key else line.silent()


def _told(events: list[Event]) -> list[Event]:
    for told in lines(events):
        click.echo(told)
    return events


def _newest(practice: Practice) -> int:
    with practice.database.statement() as session:
        return newest(session)


def _tell_referral(practice: Practice, code: str | None, before: int, seconds: float) -> None:
    """Wait for the referral on any circle's handset and print it as it stands there."""
    if code:
        click.echo(f"The reference code is {spaced(code)}.")
    earlier = _arrived(practice, code, 0) if code else None
    sent_before = earlier is not None and earlier.id <= before
    if sent_before:
        seconds = min(seconds, NEWS_SECONDS)
    began = time.monotonic()
    arrived = within(seconds, lambda: _arrived(practice, code, before))
    if arrived is None and sent_before and earlier is not None:
        click.echo(f"That tip went to {_owner(practice, earlier.to_number)} before; it knows more now.")
        return
    if arrived is not None:
        handset = _owner(practice, arrived.to_number)
        click.echo(f"After {time.monotonic() - began:.1f} s the handset of {handset} shows:")
        click.echo(f"\n  {arrived.body}")
        return
    quiet, console = practice.settings.sms_quiet_seconds, f"{practice.settings.public_url}/console/"
    click.echo(
        f"No referral has arrived within {seconds:g} s. A text waits {quiet} s for more to be told, unless"
    )
    click.echo(f"somebody is in danger now; {console} shows where it stands.")


def _tell_photos(practice: Practice, sids: list[str], seconds: float) -> None:
    """Wait until the hotline has fetched what went with the text, and the carrier has none of it any more."""
    gone = within(seconds, lambda: not _left(practice, sids))
    if not gone:
        left = _left(practice, sids)
        click.echo(f"Of {len(sids)} sent along, {left} are still at the carrier: is a worker running?")
    elif sids:
        click.echo(f"All {len(sids)} sent along are at the hotline, sealed, and gone at the carrier.")


def _left(practice: Practice, sids: list[str]) -> int:
    with practice.database.statement() as session:
        return sum(read_recording(session, sid) is not None for sid in sids)


def _arrived(practice: Practice, code: str | None, before: int) -> PracticeText | None:
    """The SMS of a referral of the tip with this code, or, where no code was told, of the next one there is."""
    with practice.database.statement() as session:
        its = select(Referral.id).join(Tip, Tip.id == Referral.tip_id).where(Tip.reference == code)
        ids = {str(referral_id) for referral_id in session.scalars(its)}
        for sms in inbox(session, after=before):
            if sms.receipt_url and (code is None or sms.receipt_url.rpartition("/")[2] in ids):
                return sms
    return None


def _owner(practice: Practice, number: str) -> str:
    with practice.database.statement() as session:
        circle = session.scalar(
            select(Circle)
            .join(CirclePhone, CirclePhone.circle_code == Circle.code)
            .where(CirclePhone.number == number)
        )
    return f"{circle.code}, {circle.name} ({known_number(number)})" if circle else known_number(number)
