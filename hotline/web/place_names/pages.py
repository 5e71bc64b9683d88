"""The page of place names: what waits to be told, what people have added, and a message to try it all on."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, abort, make_response, render_template, request
from sqlalchemy import select
from sqlalchemy.orm import Session

from hotline.places.added import (
    LONGEST,
    NotAdded,
    PlaceWhen,
    add_name,
    look_again,
    names_in_force,
    remove_name,
    settle,
    unknown_words,
)
from hotline.places.matching import find_places
from hotline.places.models import AddedPlaceName
from hotline.supervisors.models import Supervisor
from hotline.web.console import tell_errors
from hotline.web.doors import runtime
from hotline.web.limits import LARGEST_NUMBER, LONGEST_MESSAGE, lead_to
from hotline.web.place_names.words import WHENS, fault_words, unit_meant, unit_names
from hotline.web.sign_in import signed_in

blueprint = Blueprint("place_names", __name__, url_prefix="/console/places")
tell_errors(blueprint)


@dataclass(frozen=True, slots=True)
class Form:
    """What stands in the form for adding a name; `word` is the key of the word on the list that it came from."""

    spelling: str = ""
    place: str = ""
    when: PlaceWhen = PlaceWhen.FREE
    word: str = ""


@blueprint.get("/")
def every_name() -> str:
    return _page(done=_done())


@blueprint.post("/names")
def add() -> Response:
    form = _form()
    held = runtime()
    # What was removed or added elsewhere a moment ago decides what may be added here.
    look_again(held.database, at_once=True)
    try:
        with held.database.transaction() as session:
            unit = unit_meant(form.place, unit_names(session))
            name = add_name(session, form.spelling, unit, form.when, signed_in().id)
            settle(session, form.word, signed_in().id)
    except NotAdded as refused:
        return make_response(_page(form=form, refused=refused), 422)
    look_again(held.database, at_once=True)
    return lead_to("place_names.every_name", added=name)


@blueprint.post("/names/<int:name>/remove")
def remove(name: int) -> Response:
    held = runtime()
    if name > LARGEST_NUMBER:
        abort(404)
    with held.database.transaction() as session:
        if not remove_name(session, name, signed_in().id):
            abort(404)
    look_again(held.database, at_once=True)
    return lead_to("place_names.every_name", removed=name)


@blueprint.post("/words/<key>/no-place")
def no_place(key: str) -> Response:
    with runtime().database.transaction() as session:
        settle(session, key, signed_in().id)
    return lead_to("place_names.every_name", settled="yes")


@blueprint.post("/try")
def try_message() -> str:
    """What is tried may be somebody's words: it comes in the form, goes back on the page, and is kept nowhere."""
    return _page(form=_form(), message=request.form.get("message", "")[:LONGEST_MESSAGE])


def _page(
    *,
    form: Form | None = None,
    refused: NotAdded | None = None,
    message: str = "",
    done: dict[str, Any] | None = None,
) -> str:
    held = runtime()
    look_again(held.database)
    with held.database.transaction() as session:
        names = unit_names(session)
        added = names_in_force(session)
        by = _who(session, added)
        unknown = unknown_words(session, held.sealer)
    return render_template(
        "console/place_names/page.html",
        unknown=unknown,
        added=added,
        by=by,
        names=names,
        whens=WHENS,
        longest=LONGEST,
        longest_message=LONGEST_MESSAGE,
        form=form or Form(),
        fault=fault_words(refused, names) if refused else None,
        message=message,
        found=find_places(message) if message.strip() else None,
        done=done or {},
    )


def _who(session: Session, added: list[AddedPlaceName]) -> dict[int, str]:
    ids = {name.added_by for name in added}
    rows = session.execute(select(Supervisor.id, Supervisor.name).where(Supervisor.id.in_(ids)))
    return {row.id: row.name for row in rows}


def _form() -> Form:
    when = request.form.get("when", "")
    return Form(
        request.form.get("spelling", "")[: 4 * LONGEST],
        request.form.get("place", "")[: 4 * LONGEST],
        PlaceWhen(when) if when in set(PlaceWhen) else PlaceWhen.FREE,
        request.form.get("word", ""),
    )


def _done() -> dict[str, Any]:
    """What has just been done, by the address that the form led to."""
    for what in ("added", "removed"):
        asked = request.args.get(what, "")
        if asked.isascii() and asked.isdigit() and len(asked) < 10:
            with runtime().database.statement() as session:
                return {what: session.get(AddedPlaceName, int(asked))}
    return {"settled": True} if request.args.get("settled") else {}
