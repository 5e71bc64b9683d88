"""Who changed what in the directory, when and why."""

from flask import render_template, request

from hotline.circles.changes import history as changes_before
from hotline.web.directory import words
from hotline.web.directory.standing import codes_of_districts, standing
from hotline.web.doors import runtime
from hotline.web.limits import LARGEST_NUMBER

PAGE = 20


def history() -> str:
    before = request.args.get("before", "")
    known = before.isascii() and before.isdigit() and len(before) < 11 and int(before) <= LARGEST_NUMBER
    with runtime().database.transaction() as session:
        stands = standing(session)
        changes = changes_before(session, int(before) if known else None, PAGE + 1)
        codes = codes_of_districts(session)
    return render_template(
        "console/directory/history.html",
        stands=stands,
        changes=changes[:PAGE],
        older=changes[PAGE - 1].id if len(changes) > PAGE else None,
        first=not known,
        codes=codes,
        words=words,
    )
