"""The map of the directory on a day, and the question who gets a tip: by place and kind, or by a whole message."""

from flask import Blueprint, render_template, request

from hotline.database import today
from hotline.places.added import look_again
from hotline.tips.models import Kind
from hotline.tips.reading import read_words
from hotline.web.console import tell_errors
from hotline.web.directory_map import words
from hotline.web.directory_map.answering import Answer, answer, asked_by, asked_of, places_in
from hotline.web.directory_map.asking import day_asked, narrowed_to
from hotline.web.directory_map.grounds import offices_named, provinces_of, read_atlas
from hotline.web.directory_map.marks import marks_for
from hotline.web.directory_map.picture import draw
from hotline.web.doors import runtime
from hotline.web.limits import LONGEST_MESSAGE, LONGEST_SEARCH

blueprint = Blueprint("directory_map", __name__, url_prefix="/console/directory")
tell_errors(blueprint)

LONGEST_PLACE = 80
# Nobody chooses that a tip is none.
KINDS = [kind for kind in Kind if kind is not Kind.NOT_A_TIP]


@blueprint.get("/map")
def show_map() -> str:
    day, is_day = day_asked()
    with runtime().database.transaction() as session:
        atlas = read_atlas(session, day)
        names = words.names_in(session, atlas.offices)
    narrowed = narrowed_to(atlas)
    wanted = narrowed.of(atlas.grounds)
    marks = marks_for(atlas.taking, atlas.grounds)
    return render_template(
        "console/directory_map/map.html",
        atlas=atlas,
        narrowed=narrowed,
        wanted=wanted,
        marks=marks,
        picture=draw(atlas, marks, wanted) if wanted else None,
        provinces=provinces_of(atlas.grounds),
        names=names,
        is_day=is_day,
        today=today(),
        longest_search=LONGEST_SEARCH,
    )


@blueprint.get("/who")
def ask() -> str:
    day, _ = day_asked()
    place = request.args.get("place", "")[:LONGEST_PLACE].strip()
    kind = request.args.get("kind", "")
    said = {name: request.args.get(name) == "yes" for name in ("official_involved", "child")}
    held = runtime()
    look_again(held.database)
    given: Answer | None = None
    with held.database.transaction() as session:
        offices = offices_named(session)
        if place or kind or any(said.values()):
            found = places_in(session, place)
            asked = asked_of(found, kind if kind in set(KINDS) else None, **said)
            given = answer(session, offices, found, asked, day)
        names = words.names_in(session, offices)
    return _page(names, place=place, kind=kind, said=said, given=given)


@blueprint.post("/who")
def ask_of_message() -> str:
    """A message may be somebody's own: it comes in the form, is read, and is kept nowhere."""
    day, _ = day_asked()
    message = request.form.get("message", "")[:LONGEST_MESSAGE]
    held = runtime()
    look_again(held.database)
    reading = read_words(message) if message.strip() else None
    given: Answer | None = None
    with held.database.transaction() as session:
        offices = offices_named(session)
        if reading is not None:
            given = answer(session, offices, reading.places, asked_by(reading), day)
        names = words.names_in(session, offices)
    return _page(names, message=message, reading=reading, given=given)


def _page(names: dict[str, str], **more: object) -> str:
    """The whole page; or only the answer, for the script that asks again while somebody writes."""
    template = "answer" if request.values.get("part") == "answer" else "who"
    day, is_day = day_asked()
    return render_template(
        f"console/directory_map/{template}.html",
        names=names,
        kinds=KINDS,
        words=words,
        day=day,
        is_day=is_day,
        today=today(),
        longest_message=LONGEST_MESSAGE,
        longest_place=LONGEST_PLACE,
        by_message=request.method == "POST",
        **more,
    )
