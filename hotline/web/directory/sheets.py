"""Import and export: either sheet as a file, in the form that the command loads and shows."""

from dataclasses import dataclass

from flask import Response, abort, make_response, render_template, request

from hotline.circles.directory import show, show_jurisdictions
from hotline.circles.draft import (
    Overtaken,
    circles_text,
    jurisdictions_text,
    prepared,
    take_circles,
    take_jurisdictions,
)
from hotline.circles.jurisdiction_sheet import Gap
from hotline.circles.table import DirectoryRefused, Fault, read_file
from hotline.database import today
from hotline.languages import N_
from hotline.web.directory import words
from hotline.web.directory.standing import standing
from hotline.web.doors import runtime
from hotline.web.limits import lead_to
from hotline.web.sign_in import signed_in

CIRCLES, JURISDICTIONS = "circles", "jurisdictions"
NO_FILE = N_("Choose a file first.")


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of a file that was handed in: how many rows' circles or districts are in the draft, or why none is."""

    which: str
    count: int = 0
    gaps: tuple[Gap, ...] = ()
    faults: tuple[Fault, ...] = ()
    overtaken: bool = False

    @property
    def status(self) -> int:
        if self.overtaken:
            return 409
        return 422 if self.faults else 200


def sheets() -> Response:
    return _page(None)


def hand_in() -> Response:
    """Take a file into the draft, all of it, or nothing and the list of its bad rows."""
    which = request.form.get("which", "")
    if which not in {CIRCLES, JURISDICTIONS}:
        abort(400)
    taken = _take(which)
    if taken.faults or taken.overtaken or taken.gaps:
        return _page(taken)
    return lead_to("directory.draft", taken=which, count=taken.count)


def circles_file() -> Response:
    return _file(CIRCLES)


def jurisdictions_file() -> Response:
    return _file(JURISDICTIONS)


def _take(which: str) -> Taken:
    file = request.files.get("sheet")
    content = file.read() if file is not None else b""
    if not content:
        return Taken(which, faults=(Fault(0, NO_FILE),))
    seen, by = request.form.get("seen", ""), signed_in().id
    try:
        text = read_file(content)
        with runtime().database.transaction() as session:
            if which == CIRCLES:
                return Taken(which, take_circles(session, seen, by, text))
            count, gaps = take_jurisdictions(session, seen, by, text)
            return Taken(which, count, tuple(gaps))
    except DirectoryRefused as refused:
        return Taken(which, faults=refused.faults)
    except Overtaken:
        return Taken(which, overtaken=True)


def _page(taken: Taken | None) -> Response:
    with runtime().database.transaction() as session:
        stands = standing(session)
    page = render_template("console/directory/sheets.html", stands=stands, taken=taken, words=words)
    return make_response(page, taken.status if taken else 200)


def _file(which: str) -> Response:
    """The sheet as it is published, or as the draft has it."""
    of_draft = request.args.get("of") == "draft"
    with runtime().database.transaction() as session:
        if of_draft:
            text = (circles_text if which == CIRCLES else jurisdictions_text)(prepared(session).written)
        else:
            text = (show if which == CIRCLES else show_jurisdictions)(session)
    # By this mark a spreadsheet knows the encoding: without it, it takes Urdu for something else, and saves that.
    response = Response("\ufeff" + text, mimetype="text/csv")
    response.headers.set(
        "Content-Disposition",
        "attachment",
        filename=f"{which}-{'draft-' if of_draft else ''}{today().isoformat()}.csv",
    )
    return response
