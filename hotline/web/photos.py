"""What came with a text, handed over as a file: to a supervisor, never to be shown on a page."""

import uuid

from flask import Blueprint, Response, abort

from hotline.errors import SealBroken
from hotline.sms.photos import take_out
from hotline.supervisors.models import Looked
from hotline.supervisors.trail import remember_look
from hotline.web.console import tell_errors
from hotline.web.doors import runtime
from hotline.web.photo_files import photo_file
from hotline.web.sign_in import signed_in

blueprint = Blueprint("photos", __name__, url_prefix="/console/photos")
tell_errors(blueprint)
blueprint.add_app_template_global(photo_file)
# For a text that belongs to no report.
NO_REFERENCE = "text"


@blueprint.get("/<uuid:photo_id>")
def download(photo_id: uuid.UUID) -> Response:
    with runtime().database.transaction() as session:
        try:
            photo = take_out(session, runtime().sealer, photo_id)
        except SealBroken:
            photo = None
        if photo is None:
            abort(404)
        remember_look(session, signed_in().id, Looked.PHOTO, str(photo_id))
    file = photo_file(photo.content_type)
    response = Response(photo.content, mimetype=file.mimetype)
    name = f"raabta-{photo.reference or NO_REFERENCE}-{photo.number}.{file.ending}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    # Whatever is inside: a browser that opens it all the same lets it do nothing.
    response.headers["Content-Security-Policy"] = "sandbox"
    return response
