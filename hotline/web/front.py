"""The front step: whoever opens the bare address is led to the practice phone, or else to the console."""

from flask import Blueprint, redirect, url_for
from werkzeug.wrappers import Response

from hotline.web.doors import runtime

blueprint = Blueprint("front", __name__)


@blueprint.get("/")
def lead_in() -> Response:
    return redirect(url_for("practice.page" if runtime().settings.practising else "console.call_log"), 302)
