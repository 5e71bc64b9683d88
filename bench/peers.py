"""What the hotline is measured against: a bare route, and the reference step of a voice hotline."""

import os

from flask import Flask, Response, request
from sqlalchemy import (
    Column,
    DateTime,
    Identity,
    Integer,
    MetaData,
    String,
    Table,
    bindparam,
    create_engine,
    func,
    insert,
    select,
    update,
)
from twilio.request_validator import RequestValidator

from bench.plan import THREADS

TWIML = (
    b'<?xml version="1.0" encoding="UTF-8"?><Response>'
    b'<Gather input="dtmf" numDigits="1" timeout="5" actionOnEmptyResult="true" action="/reference/answer/next">'
    b"<Play>/prompts/ur/report_tip.kind.00000000.wav</Play></Gather></Response>"
)
XML = "text/xml"

metadata = MetaData()
calls = Table(
    "reference_calls",
    metadata,
    Column("id", Integer, Identity(), primary_key=True),
    Column("sid", String, unique=True, nullable=False),
    Column("waiting_at", String, nullable=False),
    Column("heard_at", DateTime(timezone=True), server_default=func.now()),
)
answers = Table(
    "reference_answers",
    metadata,
    Column("id", Integer, Identity(), primary_key=True),
    Column("call_id", Integer, nullable=False),
    Column("step", String, nullable=False),
    Column("digits", String, nullable=False),
    Column("at", DateTime(timezone=True), server_default=func.now()),
)
FIND_CALL = select(calls.c.id, calls.c.waiting_at).where(calls.c.sid == bindparam("sid")).with_for_update()
ADD_ANSWER = insert(answers).inline()
MOVE_CALL = (
    update(calls)
    .where(calls.c.id == bindparam("call"))
    .values(waiting_at=bindparam("next"), heard_at=func.now())
)


def environ_of_reference(database_url: str, token: str, public_url: str) -> dict[str, str]:
    return {"BENCH_DATABASE_URL": database_url, "BENCH_TOKEN": token, "BENCH_PUBLIC_URL": public_url}


def make_floor() -> Flask:
    """The floor: what the framework and the server cost when the application does nothing."""
    app = Flask("floor")

    @app.post("/floor")
    def floor() -> Response:
        return Response(TWIML, content_type=XML)

    return app


def make_reference() -> Flask:
    """The reference step: signature, SELECT FOR UPDATE, INSERT, UPDATE, COMMIT, and constant bytes back.

    Written as this design honestly goes fastest: Core tables, statements built once (SQLAlchemy keeps their SQL
    and psycopg prepares them), no id asked back, no index but the call's, a pool as large as the server's threads.
    """
    app = Flask("reference")
    engine = create_engine(os.environ["BENCH_DATABASE_URL"], pool_size=THREADS, max_overflow=0)
    validator = RequestValidator(os.environ["BENCH_TOKEN"])
    public_url = os.environ["BENCH_PUBLIC_URL"]

    @app.post("/reference/answer/<step>")
    def answer(step: str) -> Response:
        form = request.form
        signature = request.headers.get("X-Twilio-Signature", "")
        if not validator.validate(public_url + request.path, form, signature):
            return Response(status=403)
        with engine.begin() as connection:
            row = connection.execute(FIND_CALL, {"sid": form["CallSid"]}).one()
            connection.execute(ADD_ANSWER, {"call_id": row.id, "step": step, "digits": form["Digits"]})
            connection.execute(MOVE_CALL, {"call": row.id, "next": step})
        return Response(TWIML, content_type=XML)

    return app
