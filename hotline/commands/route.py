"""`route`: who gets a tip from a district, and why."""

import json
from datetime import date, datetime
from typing import Any

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from hotline.circles.ladder import phones_for
from hotline.circles.models import Circle
from hotline.circles.reasons import read, sentence
from hotline.circles.routing import Asked, Route
from hotline.circles.routing import route as routed
from hotline.circles.snapshot import read_directory
from hotline.commands.directory_session import directory_session
from hotline.database import PAKISTAN, today, utc_now
from hotline.places.gazetteer import canonical_district, near_districts
from hotline.places.matching import find_places
from hotline.tips.models import Kind


@click.command()
@click.argument("district")
@click.option(
    "--kind", type=click.Choice([kind.value for kind in Kind]), help="kind of tip: who is told beside"
)
@click.option("--official", is_flag=True, help="an official is said to be involved")
@click.option("--child", is_flag=True, help="a child is concerned")
@click.option("--exclude", "excluded", multiple=True, metavar="CIRCLE", help="pass over this circle")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="on which day; today in Pakistan unless given")
def route(district: str, kind: str | None, on: Any, excluded: tuple[str, ...], **said: bool) -> None:
    """Say who gets a tip from DISTRICT, and why, as JSON. A town or a province will do too."""
    name, province = canonical_district(district), _province(district)
    if name is None and province is None:
        raise click.BadParameter(_unknown(district), param_hint="DISTRICT")
    day = on.date() if on else today()
    with directory_session() as session:
        asked = Asked(
            districts=(name,) if name else (),
            province=province,
            kind=kind,
            official_involved=said["official"],
            child=said["child"],
            excluded=_codes(session, excluded),
        )
        chosen = routed(read_directory(session), asked, day)
        recipient = phones_for(session, chosen.circle, _moment(day), asked.excluded)
    answer = _answer(chosen) | {"district": name, "on": day.isoformat()}
    if name is None:
        answer["province"] = province
    if kind is not None:
        answer["kind"] = kind
    # Whose phone the SMS goes to, up the ladder; the number itself is for `circles show`.
    answer["recipient"] = recipient.circle_code if recipient else None
    answer["step"] = recipient.rung if recipient else None
    click.echo(json.dumps(answer, ensure_ascii=False))


def _codes(session: Session, written: tuple[str, ...]) -> frozenset[str]:
    """The circles of these codes, in small letters or large; one that is mistyped would quietly exclude nobody."""
    known = {code.casefold(): code for code in session.scalars(select(Circle.code))}
    unknown = [one for one in written if one.casefold() not in known]
    if unknown:
        raise click.BadParameter(
            f"no circle has the code {', '.join(map(repr, unknown))}: codes are as in `circles show`",
            param_hint="--exclude",
        )
    return frozenset(known[one.casefold()] for one in written)


def _moment(day: date) -> datetime:
    """This hour of that day, by which it is told who is on duty."""
    return datetime.combine(day, utc_now().astimezone(PAKISTAN).timetz())


def _answer(chosen: Route) -> dict[str, object]:
    also = [{"circle": each.circle, "why": each.why, "reason": _words(each.detail)} for each in chosen.also]
    return {
        "circle": chosen.circle,
        "why": chosen.why,
        "km": chosen.km,
        "reason": _words(chosen.detail),
        "also": also,
    }


def _words(detail: str) -> str:
    return " ".join(sentence(each, str) for each in read(detail) or ())


def _province(name: str) -> str | None:
    found = find_places(name)
    return found.provinces[0] if len(found.provinces) == 1 and not found.districts else None


def _unknown(district: str) -> str:
    near = near_districts(district)
    hint = (
        f"did you mean {' or '.join(near)}?"
        if near
        else "names are as in `hotline/circles/data/districts.csv`"
    )
    return f"no district is called {district!r}: {hint}"
