"""Logs as JSON lines with the request's or job's id on each; never a number, a name, a message or an address."""

import json
import logging
import sys
from contextvars import ContextVar
from datetime import UTC, datetime

at_work: ContextVar[str] = ContextVar("at_work", default="")

# Fields that a log call may add by `extra=`; anything else a caller passes is not written.
ALLOWED = (
    "event",
    "step",
    "status",
    "why",
    "code",
    "attempt",
    "count",
    "referral",
    "tip",
    "call",
    "circle",
    "state",
    "job",
)


class JsonLines(logging.Formatter):
    """One JSON object a line; an exception is told by its type and place, since its message may hold a tip's words."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "who": record.name,
            "said": record.getMessage(),
        }
        if at_work.get():
            line["id"] = at_work.get()
        for name in ALLOWED:
            if name in record.__dict__:
                line[name] = record.__dict__[name]
        if record.exc_info and record.exc_info[0] is not None:
            line["error"] = record.exc_info[0].__name__
            trace = record.exc_info[2]
            places = []
            while trace is not None:
                code = trace.tb_frame.f_code
                places.append(f"{code.co_qualname}:{trace.tb_lineno}")
                trace = trace.tb_next
            line["where"] = places[-6:]
        return json.dumps(line, ensure_ascii=False, default=str)


def start_logging(level: str) -> None:
    """Write everything to standard error as JSON lines; libraries that print numbers or arguments are kept quiet."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for noisy in ("twilio", "urllib3", "rq", "rq.worker", "rq.scheduler", "sqlalchemy", "alembic"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
