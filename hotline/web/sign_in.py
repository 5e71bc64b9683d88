"""Signing in to the console, and the session that it begins: one cookie, signed, that a password change ends."""

import logging
import re
import threading
from dataclasses import dataclass
from datetime import timedelta
from time import time

from flask import (
    Blueprint,
    Flask,
    Request,
    Response,
    g,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from sqlalchemy import select

from hotline.database import utc_now
from hotline.errors import HotlineError
from hotline.languages import Language
from hotline.supervisors.accounts import choose_language, count_try, is_right, welcome
from hotline.supervisors.models import Supervisor
from hotline.web.doors import runtime
from hotline.web.headers import WEBHOOKS
from hotline.web.page_language import choose, chosen_before

IDLE = timedelta(hours=8)
LONGEST = timedelta(hours=12)
# Hashing takes 64 MiB and a core for a moment. A flood of tries must leave room for the calls, so beyond these
# a try is turned away at once rather than made to wait on a thread that a call may need.
HASHING = threading.BoundedSemaphore(2)
# Only addresses of our own pages, in the letters those are made of.
OURS = re.compile(r"/console/[A-Za-z0-9/_.-]*(\?[A-Za-z0-9_.=&%+-]*)?", re.ASCII)

blueprint = Blueprint("sign_in", __name__, url_prefix="/console")
log = logging.getLogger(__name__)


class TooBusy(HotlineError):
    """As many passwords are being judged as there is room for."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who is signed in on this request."""

    id: int
    name: str


class PagesOnly(SecureCookieSessionInterface):
    """Sessions for people's pages. A webhook has none: its signature says who it is, and it waits for nothing else."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        return None if request.path.startswith(WEBHOOKS) else super().open_session(app, request)


def configure_sessions(app: Flask, session_key: str, public_url: str) -> None:
    """The session's cookie: signed, unseen by scripts, sent to this address only."""
    app.session_interface = PagesOnly()
    secure = public_url.startswith("https://")
    app.config.update(
        SECRET_KEY=session_key,
        SESSION_COOKIE_NAME="__Host-raabta" if secure else "raabta",
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_HTTPONLY=True,
        # Lax, not Strict: a link in a message to a colleague opens the page, and no POST comes along.
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH="/",
        SESSION_COOKIE_DOMAIN=None,
        PERMANENT_SESSION_LIFETIME=IDLE,
        SESSION_REFRESH_EACH_REQUEST=False,
    )


def require_supervisor() -> Response | None:
    """The console's door: None lets the request in, with `g.supervisor` set; else the way to the sign-in page."""
    g.supervisor = whose_session()
    if g.supervisor is not None:
        return None
    back = request.full_path.rstrip("?") if request.method == "GET" else ""
    return make_response(redirect(url_for("sign_in.show", next=own_page(back)), 303))


def whose_session() -> SignedIn | None:
    """Who is signed in by this request's cookie: neither idle nor old, neither disabled nor ended from elsewhere."""
    now = int(time())
    who, began, seen = session.get("who"), session.get("began", 0), session.get("seen", 0)
    if who is None or now - seen > IDLE.total_seconds() or now - began > LONGEST.total_seconds():
        return None
    with runtime().database.statement() as database:
        row = database.execute(
            select(Supervisor.name, Supervisor.session_epoch, Supervisor.disabled).where(Supervisor.id == who)
        ).first()
    if row is None or row.disabled or row.session_epoch != session.get("epoch"):
        return None
    if now - seen >= 60:
        session["seen"] = now
    return SignedIn(who, row.name)


def begin_session(supervisor: Supervisor) -> None:
    """A new session for this supervisor: nothing of the one before is kept but the language of its pages."""
    language = chosen_before()
    if supervisor.language in set(Language):
        language = Language(supervisor.language)
    session.clear()
    now = int(time())
    session.update(who=supervisor.id, epoch=supervisor.session_epoch, began=now, seen=now)
    if language is not None:
        choose(language)


def end_session() -> None:
    language = chosen_before()
    session.clear()
    if language is not None:
        choose(language)


def who_is_right(name: str, password: str) -> Supervisor | None:
    """The supervisor of this name and password, or None and the try is counted; raises TooBusy."""
    if not HASHING.acquire(blocking=False):
        raise TooBusy
    try:
        database = runtime().database
        with database.transaction() as changes:
            counted = count_try(changes, name, utc_now())
        if not is_right(counted, password):
            return None
        with database.transaction() as changes:
            return welcome(changes, counted, password)
    finally:
        HASHING.release()


def signed_in() -> SignedIn:
    """Who asks for this page, behind `require_supervisor`."""
    found: SignedIn = g.supervisor
    return found


def own_page(address: str | None) -> str | None:
    """The address if it is one of our own pages, else None: nobody is sent elsewhere after signing in."""
    if address and OURS.fullmatch(address) and "//" not in address and ".." not in address:
        return address
    return None


def go_to(address: str | None) -> Response:
    """The way to one of our own pages, or else to the call log."""
    return make_response(redirect(own_page(address) or url_for("console.call_log"), 303))


@blueprint.get("/sign-in")
def show() -> Response:
    return go_to(request.args.get("next")) if whose_session() is not None else _page()


@blueprint.post("/sign-in")
def enter() -> Response:
    try:
        supervisor = who_is_right(request.form.get("name", ""), request.form.get("password", ""))
    except TooBusy:
        log.warning("a sign-in was turned away: too many at once")
        return _page("busy", 503)
    if supervisor is None:
        log.warning("a sign-in was refused")
        return _page("wrong", 403)
    begin_session(supervisor)
    return go_to(request.form.get("next"))


@blueprint.post("/language")
def change_language() -> Response:
    chosen = request.form.get("language")
    if chosen in set(Language):
        choose(Language(chosen))
        supervisor = whose_session()
        if supervisor is not None:
            with runtime().database.transaction() as database:
                choose_language(database, supervisor.id, chosen)
    return go_to(request.form.get("next"))


def _page(fault: str | None = None, status: int = 200) -> Response:
    back, name = own_page(request.values.get("next")), request.form.get("name", "")
    return make_response(render_template("console/sign_in.html", fault=fault, back=back, name=name), status)
