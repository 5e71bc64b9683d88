"""The recorded prompts, fetched by the carrier: public, and immutable since their names carry their content's hash."""

from flask import Blueprint, Response, abort, send_file

from hotline.web.doors import runtime

blueprint = Blueprint("prompts", __name__, url_prefix="/prompts")

FOR_EVER = "public, max-age=31536000, immutable"


@blueprint.get("/<language>/<name>")
def prompt(language: str, name: str) -> Response:
    shelf = runtime().prompts
    path = shelf.path(language, name)
    if path is None:
        abort(404)
    response = send_file(path, mimetype="audio/wav", conditional=True, etag=name)
    response.headers["Cache-Control"] = FOR_EVER if shelf.is_current(language, name) else "no-cache"
    # The carrier and the practice page fetch it from wherever they run.
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
