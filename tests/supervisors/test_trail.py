"""The trail keeps every look, and tells who looked last."""

from sqlalchemy import func, select

from hotline.supervisors.accounts import make_supervisor
from hotline.supervisors.models import Look, Looked, Supervisor
from hotline.supervisors.trail import last_looks, remember_look


def test_each_look_is_kept_with_who_looked(database):
    with database.transaction() as session:
        for name in ("nadia", "omar"):
            make_supervisor(session, name)
        ids = {row.name: row.id for row in session.query(Supervisor)}
    for name in ("nadia", "omar", "nadia"):
        with database.transaction() as session:
            remember_look(session, ids[name], Looked.CALL, "7")
    with database.transaction() as session:
        remember_look(session, ids["omar"], Looked.TEXTS, "7")
        assert [look.by for look in last_looks(session, Looked.CALL, "7")] == ["nadia", "omar"]
        assert [look.by for look in last_looks(session, Looked.TEXTS, "7")] == ["omar"]
        assert last_looks(session, Looked.CALL, "8") == []
        assert session.scalar(select(func.count()).select_from(Look)) == 4
