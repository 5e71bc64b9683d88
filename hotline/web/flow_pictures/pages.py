"""The pages of the flows: all on one, and each by itself, with the callers of a period counted at every step."""

from flask import Blueprint, abort, render_template, request, url_for

from hotline.prompts import PromptMissing
from hotline.web.console import tell_errors
from hotline.web.doors import runtime
from hotline.web.flow_pictures import words
from hotline.web.flow_pictures.callers import NOBODY, Counted, beginning_of, count_callers
from hotline.web.flow_pictures.entries import entries
from hotline.web.flow_pictures.outline import Part, part_of, parts_of
from hotline.web.flow_pictures.overview import overview
from hotline.web.flow_pictures.picture import picture_of
from hotline.web.flow_pictures.ways import said_first
from hotline.web.page_language import page_language
from ivr_flows.flows import FLOWS
from ivr_flows.prompts import by_text
from ivr_flows.steps import Prompt
from ivr_flows.ways import AGAIN, WAYS_OUT

blueprint = Blueprint("flows", __name__, url_prefix="/console/flows")
tell_errors(blueprint)

PERIODS = (7, 30, 90)
USUAL = 30


@blueprint.get("/")
def every_flow() -> str:
    days = _days()
    counted = _count(days)
    return _page(
        "console/flows.html",
        days,
        counted=counted,
        flows=FLOWS,
        picture=overview(page_language()),
        by_text=by_text,
        part_of=part_of,
        way_out=WAYS_OUT,
        again=AGAIN,
    )


@blueprint.get("/<flow_name>", defaults={"part_name": ""})
@blueprint.get("/<flow_name>/<part_name>")
def one_flow(flow_name: str, part_name: str) -> str:
    flow = next((flow for flow in FLOWS if flow.name == flow_name), None)
    if flow is None:
        abort(404)
    part = next((part for part in parts_of(flow) if part.name == part_name), None)
    if part is None:
        abort(404)
    days = _days()
    counted = _count(days)
    return _page(
        "console/flow.html",
        days,
        part=part,
        parts=parts_of(flow),
        texting=by_text(flow),
        counted=counted,
        picture=picture_of(part, page_language()),
        said_first=said_first,
        entries=entries(part, counted, _sound),
        way_out=WAYS_OUT,
        again=AGAIN,
        part_of=part_of,
    )


def _page(template: str, days: int, **more: object) -> str:
    def address(part: Part, step: str | None = None) -> str:
        return url_for(
            "flows.one_flow",
            flow_name=part.flow,
            part_name=part.name,
            days=None if days == USUAL else days,
            _anchor=step,
        )

    return render_template(
        template, days=days, periods=PERIODS, usual=USUAL, address=address, words=words, nobody=NOBODY, **more
    )


def _days() -> int:
    asked = request.args.get("days", str(USUAL))
    if asked not in map(str, PERIODS):
        abort(404)
    return int(asked)


def _count(days: int) -> Counted:
    with runtime().database.transaction() as session:
        return count_callers(session, beginning_of(days))


def _sound(prompt: Prompt) -> str | None:
    """Where the prompt can be heard in the page's language; None for what is only written or not there."""
    language = prompt.language or page_language()
    try:
        name = runtime().prompts.url_name(prompt.name, language)
    except PromptMissing:
        return None
    return url_for("prompts.prompt", language=language, name=name)
