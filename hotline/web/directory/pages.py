"""The addresses of the directory's pages."""

from collections.abc import Callable, Mapping

from flask import Blueprint
from flask.typing import ResponseReturnValue

from hotline.web.console import tell_errors
from hotline.web.directory.drafting import (
    bring_draft_up_to_date,
    draft,
    publish_draft,
    throw_draft_away,
    trial,
)
from hotline.web.directory.history import history
from hotline.web.directory.jurisdictions import (
    every_district,
    move_district,
    one_district,
    take_district_back,
)
from hotline.web.directory.listing import every_circle
from hotline.web.directory.one_circle import (
    add_circle,
    change_circle,
    give_again,
    keep_from,
    new_circle,
    one_circle,
    take_circle_back,
)
from hotline.web.directory.sheets import circles_file, hand_in, jurisdictions_file, sheets

Pages = Mapping[str, Callable[..., ResponseReturnValue]]

blueprint = Blueprint("directory", __name__, url_prefix="/console/directory")
tell_errors(blueprint)

READ: Pages = {
    "/": every_circle,
    "/circles/new": new_circle,
    "/circles/<code>": one_circle,
    "/jurisdictions": every_district,
    "/jurisdictions/<code>": one_district,
    "/sheets": sheets,
    "/circles.csv": circles_file,
    "/jurisdictions.csv": jurisdictions_file,
    "/draft": draft,
    "/draft/trial": trial,
    "/history": history,
}
CHANGE: Pages = {
    "/circles/new": add_circle,
    "/circles/<code>": change_circle,
    "/circles/<code>/back": take_circle_back,
    "/circles/<code>/passed-over": keep_from,
    "/passed-over/<int:span>/end": give_again,
    "/jurisdictions/<code>": move_district,
    "/jurisdictions/<code>/back": take_district_back,
    "/sheets": hand_in,
    "/draft/publish": publish_draft,
    "/draft/throw-away": throw_draft_away,
    "/draft/up-to-date": bring_draft_up_to_date,
}
for address, page in READ.items():
    blueprint.add_url_rule(address, view_func=page, methods=["GET"])
for address, page in CHANGE.items():
    blueprint.add_url_rule(address, view_func=page, methods=["POST"])
