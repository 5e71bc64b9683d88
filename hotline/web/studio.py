"""The prompt studio: every prompt with what callers hear of it; record, hand in, listen, publish, go back."""

import logging
from dataclasses import dataclass

from flask import (
    Blueprint,
    Response,
    abort,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from werkzeug.exceptions import NotFound, RequestEntityTooLarge

from hotline.studio.recordings import (
    NoSuchRecording,
    SomebodyElseWas,
    keep_recording,
    publish,
    sound_of,
)
from hotline.studio.shelving import shelve
from hotline.studio.takes import LARGEST_BYTES, LONGEST, Fault, Faults, TakeRefused, judge
from hotline.web.call_log import LARGEST_ID
from hotline.web.console import not_found, tell_errors
from hotline.web.doors import runtime
from hotline.web.headers import MICROPHONE
from hotline.web.page_language import page_language
from hotline.web.sign_in import require_supervisor, signed_in
from hotline.web.studio_prompts import (
    Line,
    Which,
    groups,
    publications_of,
    read_lines,
    recordings_of,
)
from ivr_flows.languages import LANGUAGES

blueprint = Blueprint("studio", __name__, url_prefix="/console/prompts")
log = logging.getLogger(__name__)

ONE = "/<language>/<name>"
# A form's own fields, beside the sound.
ROOM_FOR_FIELDS = 64 * 1024
LONGEST_SEARCH = 80
# A longer list shows its parts alone, each of which leads to its lines: on a slow line a page of all is slow.
MOST_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Asked:
    """What the list is narrowed to."""

    language: str
    part: str
    which: Which
    words: str

    @property
    def narrowed(self) -> bool:
        return bool(self.part or self.words) or self.which is not Which.ALL

    def wants(self, line: Line) -> bool:
        return self.part in {"", line.group} and line.fits(self.which) and line.matches(self.words)


def make_room() -> None:
    """Let a recording be handed in where somebody is signed in; whether they still are, the door asks.

    Before anything reads the form, as the protection against forged ones does.
    """
    if request.endpoint == "studio.hand_in" and session.get("who") is not None:
        request.max_content_length = LARGEST_BYTES + ROOM_FOR_FIELDS


@blueprint.get("/")
def every_prompt() -> str:
    asked = _asked()
    held = runtime()
    held.prompts.look_again()
    with held.database.transaction() as database:
        lines = read_lines(database, held.prompts, asked.language)
    found = [line for line in lines if asked.wants(line)]
    return render_template(
        "console/prompts.html",
        asked=asked,
        lines=lines,
        found=found,
        parts=list(groups()),
        which=list(Which),
        all_shown=bool(asked.part) or len(found) <= MOST_SHOWN,
        languages=LANGUAGES,
    )


@blueprint.get(ONE)
def one_prompt(language: str, name: str) -> Response:
    return _page(language, name)


@blueprint.post(f"{ONE}/recordings")
def hand_in(language: str, name: str) -> Response:
    spoken = _line(language, name).spoken
    try:
        take = judge(_handed_in())
    except TakeRefused as refused:
        return _page(language, name, faults=refused.faults, status=422)
    with runtime().database.transaction() as database:
        kept = keep_recording(database, take, spoken, signed_in().id)
    return _go_on(language, name, new=str(kept))


@blueprint.post(f"{ONE}/publish")
def let_hear(language: str, name: str) -> Response:
    spoken = _line(language, name).spoken
    recording, seen = _number("recording"), _number("seen") or 0
    held = runtime()
    try:
        with held.database.transaction() as database:
            publish(database, spoken, recording, seen, signed_in().id)
    except SomebodyElseWas:
        return _page(language, name, overtaken=True, status=409)
    except NoSuchRecording:
        abort(404)
    try:
        shelve(held.database, held.published_prompts)
    except OSError:
        log.exception("a published prompt could not be written to disk; the clock tries again")
    held.prompts.look_now()
    playing = held.prompts.playing(name, language)
    heard = playing.recording if playing is not None else None
    done = "back" if recording is None else "published"
    return _go_on(language, name, done=done if heard == recording else "soon")


@blueprint.get("/recordings/<int:recording_id>.wav")
def sound(recording_id: int) -> Response:
    if recording_id > LARGEST_ID:
        abort(404)
    with runtime().database.statement() as database:
        found = sound_of(database, recording_id)
    if found is None:
        abort(404)
    response = Response(found, mimetype="audio/wav")
    # Safari plays nothing that it cannot ask for in parts.
    response.make_conditional(request, accept_ranges=True, complete_length=len(found))
    return response


def _asked() -> Asked:
    language, part, which = (request.args.get(name, "") for name in ("language", "part", "which"))
    return Asked(
        language if language in LANGUAGES else page_language(),
        part if part in groups() else "",
        Which(which) if which in set(Which) else Which.ALL,
        " ".join(request.args.get("words", "")[:LONGEST_SEARCH].split()),
    )


def _handed_in() -> bytes:
    file = request.files.get("sound")
    if file is None:
        return b""
    with file.stream:
        content: bytes = file.read()
    return content


def _number(field: str) -> int | None:
    """A whole number of the form, None where it is empty; anything else nobody's page has sent."""
    text = request.form.get(field, "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 20 and int(text) <= LARGEST_ID):
        abort(400)
    return int(text)


def _lines(language: str) -> list[Line]:
    if language not in LANGUAGES:
        abort(404)
    held = runtime()
    held.prompts.look_again()
    with held.database.transaction() as database:
        return read_lines(database, held.prompts, language)


def _line(language: str, name: str) -> Line:
    found = next((line for line in _lines(language) if line.name == name), None)
    return found or abort(404)


def _page(
    language: str, name: str, *, faults: Faults = (), overtaken: bool = False, status: int = 200
) -> Response:
    lines = _lines(language)
    line = next((line for line in lines if line.name == name), None) or abort(404)
    with runtime().database.transaction() as database:
        recordings = recordings_of(database, line.spoken)
        publications = publications_of(database, line.spoken)
    response = make_response(
        render_template(
            "console/one_prompt.html",
            line=line,
            beneath=runtime().prompts.beneath(name, language),
            recordings=recordings,
            publications=publications,
            next_line=_next(lines, line),
            faults=faults,
            overtaken=overtaken,
            largest=LARGEST_BYTES,
            longest=LONGEST,
            others=[other for other in LANGUAGES if line.prompt.language is None and other != language],
        ),
        status,
    )
    response.headers["Permissions-Policy"] = MICROPHONE
    return response


def _next(lines: list[Line], line: Line) -> Line | None:
    """The next prompt after this one, from the beginning again, that no person has recorded for its words yet."""
    at = lines.index(line)
    waiting = (one for one in lines[at + 1 :] + lines[:at] if not one.recorded or one.changed)
    return next(waiting, None)


def _go_on(language: str, name: str, *, new: str | None = None, done: str | None = None) -> Response:
    anchor = f"recording-{new}" if new else None
    address = url_for("studio.one_prompt", language=language, name=name, new=new, done=done, _anchor=anchor)
    return make_response(redirect(address, 303))


@blueprint.errorhandler(413)
def _too_large(_: RequestEntityTooLarge) -> Response:
    # It is refused while the form is read, before the door: whoever stands outside stays outside.
    outside = require_supervisor()
    asked = request.view_args or {}
    if outside is not None:
        return outside
    too_large = ((Fault.TOO_LARGE, LARGEST_BYTES / 2**20),)
    try:
        return _page(asked["language"], asked["name"], faults=too_large, status=413)
    except NotFound as error:
        return not_found(error)


tell_errors(blueprint)
