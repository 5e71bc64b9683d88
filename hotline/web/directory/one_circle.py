"""One office: all that is known of it, the form to change it in the draft, and keeping tips from it at once."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from flask import Response, abort, make_response, render_template, request

from hotline.circles.changes import NOTHING, changes_of
from hotline.circles.draft import Overtaken, change_draft, prepared, take_back
from hotline.circles.models import CircleType
from hotline.circles.passing_over import (
    CAN_BE_PASSED_OVER,
    CANNOT_BE,
    NotPassedOver,
    end_passing_over,
    pass_over,
    passed_over,
)
from hotline.circles.sheet import LONGEST, LONGEST_CELL, PROVINCES, read_entry
from hotline.circles.table import DirectoryRefused, Fault, Wrong, day
from hotline.database import today, utc_now
from hotline.languages import SmsLanguage
from hotline.web.directory import words
from hotline.web.directory.circle_form import CircleForm, form_of, read_form
from hotline.web.directory.listing import VERIFIED, lines_of
from hotline.web.directory.standing import Standing, codes_of_districts, standing
from hotline.web.doors import runtime
from hotline.web.limits import LARGEST_NUMBER, LONGEST_REASON, lead_to
from hotline.web.page_language import say
from hotline.web.sign_in import signed_in

LATEST = 10
# What is not said on the first part of the form.
FURTHER = (
    "fia_region",
    "lat",
    "lon",
    "coverage",
    "published_phone",
    "phone_source",
    "evidence",
    "source",
    "confidence",
)


@dataclass(frozen=True, slots=True)
class Told:
    """What a page has to tell beside the office: what was typed, and why it was not taken.

    `seen` is the state of the draft that the form began from, if it is not the one that is shown.
    """

    form: CircleForm | None = None
    faults: tuple[Fault, ...] = ()
    overtaken: bool = False
    not_passed_over: str = ""
    seen: str = ""


def one_circle(code: str) -> Response:
    return _page(code, Told())


def new_circle() -> Response:
    kind = request.args.get("kind", "")
    cells = {
        **NOTHING,
        "language": SmsLanguage.ENGLISH.value,
        "type": kind if kind in set(CircleType) else "",
    }
    return _page(None, Told(CircleForm(cells, form_of(cells).phones)))


def change_circle(code: str) -> Response:
    return _change(code)


def add_circle() -> Response:
    return _change(None)


def take_circle_back(code: str) -> Response:
    """Let the draft say of the office what is published; one that is only in the draft is gone then."""
    try:
        with runtime().database.transaction() as session:
            take_back(session, request.form.get("seen", ""), signed_in().id, code)
            known = code in standing(session).now.circles
    except Overtaken:
        return _page(code, Told(overtaken=True), 409)
    except DirectoryRefused as refused:
        return _page(code, Told(faults=refused.faults), 422)
    return (
        lead_to("directory.one_circle", code=code, done="back")
        if known
        else lead_to("directory.every_circle")
    )


def keep_from(code: str) -> Response:
    reason = " ".join(request.form.get("reason", "")[:LONGEST_REASON].split())
    try:
        days = day(request.form.get("first", "")), day(request.form.get("last", ""))
        with runtime().database.transaction() as session:
            pass_over(session, code, days, reason, signed_in().id)
    except Wrong as wrong:
        return _page(code, Told(not_passed_over=say(wrong.message).format(**wrong.values)), 422)
    except NotPassedOver as refused:
        return _page(code, Told(not_passed_over=say(str(refused))), 422)
    return lead_to("directory.one_circle", code=code, done="passed_over", _anchor="passing-head")


def give_again(span: int) -> Response:
    """End the keeping away."""
    if span > LARGEST_NUMBER:
        abort(404)
    with runtime().database.transaction() as session:
        code = end_passing_over(session, span, signed_in().id, today())
    if code is None:
        abort(404)
    return lead_to("directory.one_circle", code=code, done="given_again", _anchor="passing-head")


def _change(code: str | None) -> Response:
    """Take the sent form into the draft. What was typed stands in the page again whenever that cannot be."""
    seen = request.form.get("seen", "")
    with runtime().database.transaction() as session:
        circles = prepared(session).written.circles
    # One that was in a draft only may be gone with it: what was typed of it is not.
    known = code if code in circles else None
    base = circles[known] if known is not None else {**NOTHING, "id": code or ""}
    entry, form = read_form(base, new=known is None)
    if entry is not None and known is None and entry.code in circles:
        form = replace(form, faults=(Fault(0, words.IN_USE, columns="id"),))
    if entry is None or form.faults:
        return _page(known, Told(form, form.faults, seen=seen), 422)
    if entry.code != (known or entry.code):
        abort(400)
    try:
        with runtime().database.transaction() as session:
            change_draft(session, seen, signed_in().id, [entry])
    except Overtaken:
        return _page(known, Told(form, overtaken=True), 409)
    except DirectoryRefused as refused:
        form = replace(form, faults=refused.faults)
        return _page(known, Told(form, refused.faults, seen=seen), 422)
    return lead_to("directory.one_circle", code=entry.code, done="kept")


def _page(code: str | None, told: Told, status: int = 200) -> Response:
    with runtime().database.transaction() as session:
        stands = standing(session)
        spans = passed_over(session, code) if code else []
        codes = codes_of_districts(session)
        changes = changes_of(session, code, LATEST) if code else []
    drafted = stands.mine.written.circles.get(code) if code else None
    published = stands.now.circles.get(code) if code else None
    if code is not None and drafted is None:
        abort(404)
    entry = read_entry(0, published, stored=True)[0] if published else None
    page = render_template(
        "console/directory/one_circle.html",
        stands=stands,
        code=code,
        told=told,
        line=lines_of([entry], spans, utc_now(), stands.today)[0] if entry else None,
        drafted=drafted,
        form=told.form or form_of(drafted or NOTHING),
        yours=_yours(told.form, drafted) if told.overtaken else [],
        spans=spans,
        grounds=_grounds(stands, entry.values["zone"] if entry else ""),
        codes=codes,
        changes=changes,
        zones=sorted(
            {cells["fia_zone"] for cells in stands.mine.written.circles.values() if cells["fia_zone"]}
        ),
        **CHOICES,
    )
    return make_response(page, status)


CHOICES: Mapping[str, object] = {
    "words": words,
    "verified": VERIFIED,
    "can_be_passed_over": CAN_BE_PASSED_OVER,
    "cannot_be": CANNOT_BE,
    "provinces": PROVINCES,
    "languages": list(SmsLanguage),
    "further": FURTHER,
    "longest": LONGEST,
    "longest_cell": LONGEST_CELL,
    "longest_reason": LONGEST_REASON,
}


def _yours(form: CircleForm | None, drafted: Mapping[str, str] | None) -> list[tuple[str, str, str]]:
    """Where what was changed differs from what the draft says by now: the field, what stands there, what was typed."""
    if form is None or drafted is None:
        return []
    return [
        (name, drafted[name], form.cells[name])
        for name in drafted
        if name in form.changed and form.cells[name] != drafted[name]
    ]


def _grounds(stands: Standing, zone: str) -> list[str]:
    """The districts that lie in the zone today."""
    return [
        district
        for district, periods in sorted(stands.now.grounds.items())
        if zone and any(one.zone == zone and one.holds(stands.today) for one in periods)
    ]
