"""Fetching is tried again and again, sealed before the carrier's copy is deleted, and given up in the end."""

import traceback
import uuid
from typing import Any

import pytest
from sqlalchemy import select, update

from hotline.carriers.twilio.recordings import LARGEST, NotYet, TwilioMedia
from hotline.fetching import GIVE_UP_AFTER, FetchState, Gone
from hotline.sms import photos
from hotline.sms.incoming import IncomingSms, Media
from hotline.sms.models import Photo, Text
from tests.carriers.far_end import CUT, Answer, FarEnd
from tests.photos.conftest import PHOTO, let_time_pass

ACCOUNT, TOKEN = "AC" + "a" * 32, "b" * 32
PATH = f"/2010-04-01/Accounts/{ACCOUNT}/Messages/MM1/Media/ME1"


class Fetching:
    """One photo that a text spoke of, and the carrier that has it."""

    def __init__(self, runtime: Any, far_end: FarEnd, url: str) -> None:
        self.runtime, self.far_end = runtime, far_end
        self.carrier = TwilioMedia(ACCOUNT, TOKEN, far_end.url, timeout=5)
        with runtime.database.transaction() as session:
            text = Text(carrier="x", carrier_id="MM1", body_sealed=b"", media_count=1, reply="")
            session.add(text)
            session.flush()
            [self.id] = photos.expect(session, runtime.sealer, text.id, [Media(url, "image/jpeg")])
            assert photos.expect(session, runtime.sealer, text.id, [Media(url, "image/jpeg")]) == ()

    def bring_home(self) -> None:
        photos.bring_home(self.runtime.database, self.carrier, self.runtime.sealer, self.id)

    def try_again(self) -> None:
        let_time_pass(self.runtime)
        self.bring_home()

    def due(self) -> list[uuid.UUID]:
        with self.runtime.database.transaction() as session:
            return [photo_id for photo_id, _ in photos.waiting(session, 10)]

    def photo(self) -> Photo:
        with self.runtime.database.transaction() as session:
            return session.scalars(select(Photo)).one()

    def content(self) -> bytes | None:
        with self.runtime.database.transaction() as session:
            taken = photos.take_out(session, self.runtime.sealer, self.id)
        return taken.content if taken else None

    def asked(self) -> list[str]:
        return [sent.method for sent in self.far_end.sent]


@pytest.fixture
def fetching(runtime: Any, far_end: FarEnd) -> Fetching:
    return Fetching(runtime, far_end, far_end.url + PATH)


def having(content: bytes) -> Any:
    return lambda sent: Answer(content) if sent.method == "GET" else Answer(status=204)


def test_a_carrier_that_is_away_is_asked_again_when_it_is_back(fetching: Fetching, far_end: FarEnd) -> None:
    for away in (CUT, Answer(status=503), Answer()):
        far_end.answer = lambda sent, away=away: away
        with pytest.raises(NotYet):
            fetching.try_again()
    assert (fetching.photo().state, fetching.photo().tries) == (FetchState.WAITING, 3)
    assert fetching.due() == [], "each try waits longer than the last"
    far_end.answer = having(PHOTO)
    fetching.bring_home()
    assert fetching.content() is None, "and nobody tries before that"
    fetching.try_again()
    assert (fetching.photo().state, fetching.content()) == (FetchState.KEPT, PHOTO)
    assert fetching.asked() == ["GET", "GET", "GET", "GET", "DELETE"]


def test_a_photo_cut_short_is_not_taken_for_the_whole(fetching: Fetching, far_end: FarEnd) -> None:
    far_end.answer = lambda sent: Answer(PHOTO[:99], headers={"Content-Length": "999", "Connection": "close"})
    fetching.carrier = TwilioMedia(ACCOUNT, TOKEN, far_end.url, timeout=0.2)
    with pytest.raises(NotYet):
        fetching.bring_home()
    assert fetching.content() is None


def test_what_dies_between_sealing_and_deleting_is_deleted_later_and_not_fetched_again(
    fetching: Fetching, far_end: FarEnd
) -> None:
    far_end.answer = lambda sent: Answer(PHOTO) if sent.method == "GET" else CUT
    with pytest.raises(NotYet):
        fetching.bring_home()
    assert fetching.content() == PHOTO
    assert (fetching.photo().state, fetching.photo().standing) == (FetchState.WAITING, FetchState.KEPT)
    far_end.answer = lambda sent: Answer(status=404)
    fetching.try_again()
    assert fetching.photo().state is FetchState.KEPT
    assert fetching.asked() == ["GET", "DELETE", "DELETE"]
    fetching.try_again()
    assert len(fetching.asked()) == 3


def test_in_the_end_it_is_given_up_and_noted(fetching: Fetching, far_end: FarEnd) -> None:
    with fetching.runtime.database.transaction() as session:
        session.execute(update(Photo).values(tries=GIVE_UP_AFTER))
    fetching.try_again()
    assert (fetching.photo().state, fetching.asked()) == (FetchState.LOST, [])


def test_what_can_never_be_deleted_there_is_kept_here_and_a_person_is_told(
    fetching: Fetching, far_end: FarEnd, caplog: pytest.LogCaptureFixture
) -> None:
    far_end.answer = lambda sent: Answer(PHOTO) if sent.method == "GET" else Answer(status=500)
    for _ in range(GIVE_UP_AFTER):
        with pytest.raises(NotYet):
            fetching.try_again()
    fetching.try_again()
    assert (fetching.photo().state, fetching.content()) == (FetchState.KEPT, PHOTO)
    assert fetching.asked().count("GET") == 1
    assert "cannot be deleted at the carrier" in caplog.text


@pytest.mark.parametrize(
    "answer", [Answer(b"\0" * (LARGEST + 1)), Answer(status=410)], ids=["too large", "gone"]
)
def test_what_can_never_be_kept_is_lost_at_once_and_stays_where_it_is(
    fetching: Fetching, far_end: FarEnd, answer: Answer
) -> None:
    far_end.answer = lambda sent: answer
    fetching.bring_home()
    assert (fetching.photo().state, fetching.content()) == (FetchState.LOST, None)
    assert fetching.asked() == ["GET"]


def test_eight_megabytes_are_kept(fetching: Fetching, far_end: FarEnd) -> None:
    far_end.answer = having(b"\0" * LARGEST)
    fetching.bring_home()
    assert fetching.content() == b"\0" * LARGEST


def test_an_address_on_another_host_is_never_asked(runtime: Any, far_end: FarEnd, storage: FarEnd) -> None:
    fetching = Fetching(runtime, far_end, storage.url + PATH)
    fetching.bring_home()
    assert fetching.photo().state is FetchState.LOST
    assert far_end.sent == storage.sent == []


@pytest.mark.parametrize("status", [302, 307])
def test_one_redirect_is_followed_without_the_credentials(
    fetching: Fetching, far_end: FarEnd, storage: FarEnd, status: int
) -> None:
    there = f"{storage.url}/bucket/ME1?Signature=a%2Fb&Expires=1"
    far_end.answer = lambda sent: (
        Answer(b"elsewhere", status, {"Location": there}) if sent.method == "GET" else Answer(status=204)
    )
    storage.answer = lambda sent: Answer(PHOTO)
    fetching.bring_home()
    assert fetching.content() == PHOTO
    [asked] = storage.sent
    assert asked.target == "/bucket/ME1?Signature=a%2Fb&Expires=1"
    assert "Authorization" not in asked.headers
    assert all("Authorization" in sent.headers for sent in far_end.sent)
    assert fetching.asked() == ["GET", "DELETE"], "what is deleted is the carrier's own"


def test_passwords_of_this_machine_do_not_go_along(
    fetching: Fetching, far_end: FarEnd, storage: FarEnd, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login someone password something\n")
    monkeypatch.setenv("NETRC", str(netrc))
    there = f"http://someone:something@127.0.0.1:{storage.port}/x"
    far_end.answer = lambda sent: Answer(status=307, headers={"Location": there})
    storage.answer = lambda sent: Answer(PHOTO)
    assert fetching.carrier.fetch(far_end.url + PATH) == PHOTO
    assert "Authorization" not in storage.sent[0].headers


def test_a_storage_that_is_away_is_told_of_without_its_address(fetching: Fetching, far_end: FarEnd) -> None:
    far_end.answer = lambda sent: Answer(
        status=307, headers={"Location": "http://127.0.0.1:1/x?Signature=abc"}
    )
    with pytest.raises(NotYet) as told:
        fetching.bring_home()
    assert "Signature" not in "".join(traceback.format_exception(told.value))


def test_a_second_redirect_is_not_followed(fetching: Fetching, far_end: FarEnd, storage: FarEnd) -> None:
    far_end.answer = lambda sent: Answer(status=302, headers={"Location": f"{storage.url}/a"})
    storage.answer = lambda sent: Answer(status=302, headers={"Location": f"{storage.url}/b"})
    with pytest.raises(NotYet):
        fetching.bring_home()
    assert [sent.target for sent in storage.sent] == ["/a"]


@pytest.mark.parametrize(
    "there", ["http://192.0.2.1/x", "ftp://127.0.0.1/x", "file:///etc/passwd", "/x", "", "x"]
)
def test_a_redirect_leads_to_https_or_nowhere(fetching: Fetching, far_end: FarEnd, there: str) -> None:
    far_end.answer = lambda sent: Answer(PHOTO, 302, {"Location": there})
    with pytest.raises(NotYet):
        fetching.bring_home()
    assert fetching.asked() == ["GET"]


@pytest.mark.parametrize(
    "url", ["http://{host}@evil.example/x", "http://{host}/../x", "//{host}/x", "http://["]
)
def test_no_address_is_made_to_look_like_the_carriers_own(
    fetching: Fetching, far_end: FarEnd, url: str
) -> None:
    with pytest.raises(Gone):
        fetching.carrier.fetch(url.replace("{host}", f"127.0.0.1:{far_end.port}"))
    assert far_end.sent == []


def test_media_are_no_part_of_what_a_text_is_without_them() -> None:
    assert IncomingSms("SM1", "", "", "", 0).media == ()
