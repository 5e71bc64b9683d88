"""The call log: every call and text once, newest first, with its state in words, and nobody's number."""

from datetime import timedelta

from sqlalchemy import text

from hotline.referrals.incoming import ReceiptStatus
from hotline.sms.sending import SmsNotSent, SmsRefused
from hotline.tips.models import Channel
from hotline.web.call_log import Place, read_page
from tests.console.made_up import NADIA, OMAR, REPORT, SILENCE, SPOKEN, WITHHELD


def rows_of(page: str) -> list[str]:
    """The text of each entry, the newest first."""
    return [row.split("</tr>")[0] for row in page.split('class="entry')[1:]]


def test_an_empty_log_says_so_and_shows_the_way_to_the_practice_phone(nadia):
    page = nadia.get("/console/").text
    assert "No call and no text has come in yet." in page
    assert 'href="/practice/"' in page


def test_calls_and_texts_stand_in_one_list_newest_first(nadia, made_up):
    first = made_up.call("2", "1", "3", "1")
    second = made_up.texts("A girl is locked in a house in Lahore")
    third = made_up.call(SILENCE)
    rows = rows_of(nadia.get("/console/").text)
    addresses = (f"calls/{third}", f"texts/{second}", f"calls/{first}")
    for address, row in zip(addresses, rows, strict=True):
        assert f'href="/console/{address}"' in row


def test_each_line_says_what_it_is_about_and_where_it_stands(nadia, made_up):
    made_up.call(*REPORT, "4")
    made_up.call("1", "1", "3", caller=WITHHELD)
    made_up.call("2", over=False)
    made_up.call("2")
    made_up.texts("They hold children at a kiln", "Gujranwala")
    texts, nothing, going_on, partial, whole = rows_of(nadia.get("/console/").text)
    assert "Bonded labour" in whole
    assert "Punjab" in whole
    assert "The tip is being recorded" in whole
    assert "1:13" in whole
    assert "Sexual exploitation" in partial
    assert "hung up early" in partial
    assert "withheld" in partial
    assert "The call is going on" in going_on
    assert "Nothing was said" in nothing
    assert "2 texts" in texts


def test_a_referral_is_followed_from_waiting_to_delivered(nadia, made_up):
    made_up.texts("They hold children at a kiln in Gujranwala")
    made_up.record()
    assert "Waiting to be sent" in nadia.get("/console/").text
    made_up.send()
    page = nadia.get("/console/").text
    assert "AHTC Gujranwala" in page
    assert "No phone is entered for the circle, its zone or the headquarters desk." in page
    made_up.give_phone("C-GRW")
    made_up.send()
    assert "Sent" in rows_of(nadia.get("/console/").text)[0]
    made_up.report(ReceiptStatus.DELIVERED)
    assert "Delivered" in rows_of(nadia.get("/console/").text)[0]


def test_a_referral_that_a_person_must_look_at_says_why(nadia, made_up):
    made_up.give_phone("C-GRW")
    made_up.texts("A kiln in Gujranwala")
    made_up.record()
    made_up.send(fault=SmsNotSent("20429", "too many at once"))
    row = rows_of(nadia.get("/console/").text)[0]
    assert "Waiting to be sent" in row
    assert "20429: too many at once" in row
    made_up.send(fault=ConnectionResetError())
    assert "Not known whether it was sent" in rows_of(nadia.get("/console/").text)[0]
    made_up.texts("A kiln in Gujranwala again", sender=NADIA)
    made_up.record()
    made_up.send(fault=SmsRefused("21614", "not a mobile number"))
    row = rows_of(nadia.get("/console/").text)[0]
    assert "Refused by the carrier" in row
    assert "21614: not a mobile number" in row


def test_urgent_stands_there_as_a_word(nadia, made_up):
    made_up.call("2", "1", "2", "2", "2", "1", SPOKEN)
    assert "<span>Urgent</span>" in rows_of(nadia.get("/console/").text)[0]


def test_pages_hold_every_entry_once_even_those_of_one_moment(made_up):
    for number in range(7):
        made_up.call("2", caller=f"+9236400001{number:02}")
        made_up.texts("Lahore", sender=f"+9236400002{number:02}")
    with made_up.runtime.database.transaction() as session:
        session.execute(text("UPDATE calls SET started_at = date_trunc('minute', now()) WHERE id > 2"))
        session.execute(text("UPDATE text_conversations SET begun_at = date_trunc('minute', now())"))
        whole = [entry.place for entry in read_page(session, None, 100).entries]
        assert len(set(whole)) == 14
        for size in (1, 2, 3, 5, 13, 14):
            seen, after = [], None
            while True:
                page = read_page(session, after, size)
                seen += [entry.place for entry in page.entries]
                assert len(page.entries) <= size
                if page.older is None:
                    break
                after = Place.parse(str(page.older))
                assert after == page.older
            assert seen == whole, size


def test_older_entries_are_a_page_away_and_the_way_back_is_there(nadia, made_up):
    for number in range(52):
        made_up.call("2", caller=f"+9236400001{number:02}")
    newest = nadia.get("/console/").text
    assert len(rows_of(newest)) == 50
    older = newest.split('rel="next" href="')[1].split('"')[0]
    page = nadia.get(older).text
    assert len(rows_of(page)) == 2
    assert 'rel="next"' not in page
    assert '<a href="/console/">Newest</a>' in page


def test_an_entry_that_comes_in_while_one_pages_moves_nothing(made_up):
    calls = [made_up.call("2") for _ in range(4)]
    with made_up.runtime.database.transaction() as session:
        first = read_page(session, None, 2)
    made_up.call("2")
    with made_up.runtime.database.transaction() as session:
        second = read_page(session, first.older, 2)
    places = [entry.place for entry in first.entries + second.entries]
    assert [place.id for place in places] == calls[::-1]


def test_an_address_with_a_place_that_cannot_be_is_not_found(nadia):
    long = "9" * 20
    cannot_be = ["", "x", "1.call", "1.call.x", "-1.call.1", "1.fax.1", f"1.call.{long}", f"{long}.call.1"]
    cannot_be += ["9" * 18 + ".call.1", "١.call.1", "1.call.1.1", "1.call.1%00"]
    for after in cannot_be:
        assert nadia.get(f"/console/?after={after}").status_code == 404, after
    assert nadia.get("/console/?after=1.call.1").status_code == 200


def test_a_place_is_written_in_an_address_and_read_back_to_the_microsecond(made_up):
    made_up.call("2")
    with made_up.runtime.database.transaction() as session:
        place = read_page(session, None).entries[0].place
    assert place.channel is Channel.CALL
    assert Place.parse(str(place)) == place


def test_no_page_shows_a_number_or_a_whole_pseudonym(nadia, made_up):
    call = made_up.call(*REPORT, "3", "2", SPOKEN)
    texts = made_up.texts("They hold children at a kiln", "Gujranwala")
    made_up.give_phone("C-GRW")
    made_up.record()
    made_up.send()
    pages = [nadia.get(a).text for a in ("/console/", f"/console/calls/{call}", f"/console/texts/{texts}")]
    for number in (NADIA, OMAR, "+923640000099", "+923640000000"):
        pseudonym = made_up.runtime.contact(number).pseudonym
        for page in pages:
            assert number[-7:] not in page.replace(" ", "")
            assert pseudonym[:7] not in page
    assert made_up.runtime.contact(NADIA).pseudonym[:6] in pages[0]
    assert "kiln" not in pages[0]


def test_days_are_those_of_the_clock_in_pakistan(nadia, made_up):
    made_up.call("2")
    made_up.make_older(timedelta(days=1))
    page = nadia.get("/console/").text
    assert "Yesterday, " in page
    assert "1 day ago" in page


def test_the_log_in_urdu_says_everything_in_urdu(nadia, made_up):
    made_up.give_phone("C-GRW")
    made_up.texts("They hold children at a kiln in Gujranwala")
    made_up.call("1", "1", "3", "1", "1", SPOKEN, SPOKEN)
    made_up.record()
    made_up.send()
    nadia.send("/console/", "/console/language", language="ur")
    page = nadia.get("/console/").text
    for words in ("کال لاگ", "جنسی استحصال", "اے ایچ ٹی سی گوجرانوالہ", "بھیج دیا گیا", "گوجرانوالہ", "آج، "):
        assert words in page
    assert "Gujranwala" not in page
