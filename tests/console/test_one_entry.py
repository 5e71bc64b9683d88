"""One call and one conversation: what was asked and answered, heard and read only by who is remembered for it."""

from sqlalchemy import select, text

from hotline.calls.models import Recording
from hotline.referrals.incoming import ReceiptStatus
from hotline.supervisors.models import Look, Looked
from tests.console.made_up import NADIA, OMAR, REPORT, SILENCE, SOUND, SPOKEN


def looks(made_up) -> list[tuple[Looked, str]]:
    with made_up.runtime.database.transaction() as session:
        return [(look.what, look.item) for look in session.scalars(select(Look).order_by(Look.id))]


def recordings(made_up) -> list[str]:
    with made_up.runtime.database.transaction() as session:
        return [str(row) for row in session.scalars(select(Recording.id).order_by(Recording.turn))]


def answers_in(page: str) -> list[str]:
    """What stands beside each question, in order, without marks."""
    found = []
    for part in page.split('<div class="answered">')[1:]:
        words, inside = [], False
        for piece in part.split("</div>")[0].replace("<", "\n<").replace(">", ">\n").split("\n"):
            inside = piece.startswith("<") if piece.startswith(("<", ">")) else False
            if not inside and piece.strip():
                words.append(piece.strip())
        found.append(" ".join(words))
    return found


def test_a_call_is_told_step_by_step(nadia, made_up):
    call = made_up.call("2", "1", "1", "*", "1", "7", "2", SILENCE, "1", SPOKEN, SPOKEN)
    page = nadia.get(f"/console/calls/{call}").text
    assert answers_in(page) == [
        "English key 2",
        "To report something key 1",
        "Forced labour key 1",
        "Asked to hear it again key *",
        "Bonded labour key 1",
        "No such choice key 7",
        "No key 2",
        "Silence",
        "Punjab key 1",
        "0:21",
        "0:21",
    ]
    assert "What kind of work is it?" in page
    assert "In which city or district?" in page
    assert "press 1" not in page


def test_a_choice_that_was_never_made_says_what_it_was_taken_as(nadia, made_up):
    call = made_up.call(SILENCE, "1", "3")
    answers = answers_in(nadia.get(f"/console/calls/{call}").text)
    assert answers == ["Silence taken as: Urdu", "To report something key 1", "Sexual exploitation key 3"]


def test_a_call_shows_its_tip_and_its_referral_with_every_move(nadia, made_up):
    call = made_up.call("2", "1", "3", "2", "4", SPOKEN, SPOKEN, "4")
    made_up.record()
    made_up.give_phone("C-QTA")
    made_up.send()
    made_up.report(ReceiptStatus.DELIVERED)
    page = nadia.get(f"/console/calls/{call}").text
    for words in (
        "Sexual exploitation",
        "Balochistan",
        "AHTC Quetta",
        "C-QTA",
        "Only the province is known; it lies in this circle&#39;s zone.",
        "By law also for the police, when it happens inside Pakistan.",
        "The referral is opened.",
        "To the phone of C-QTA.",
        "Handed to the carrier.",
        "The carrier reports: delivered.",
    ):
        assert words in page, words


def test_a_referral_sent_up_the_ladder_says_to_whom(nadia, made_up):
    texts = made_up.texts("A kiln in Gujranwala")
    made_up.record()
    made_up.give_phone("HQ-TIP")
    made_up.send()
    page = nadia.get(f"/console/texts/{texts}").text
    assert "AHTC Gujranwala" in page
    assert "Headquarters desk, Islamabad" in page
    assert "To the headquarters desk, HQ-TIP." in page


def test_texts_are_read_beside_our_answers_as_they_were_written(nadia, made_up):
    texts = made_up.texts("<b>Six boys</b> & a girl 🙏 \ud83d", "گوجرانوالہ", pictures=1)
    page = nadia.get(f"/console/texts/{texts}").text
    assert "&lt;b&gt;Six boys&lt;/b&gt; &amp; a girl 🙏 ?" in page
    assert '<p class="said" dir="auto" lang="ur">گوجرانوالہ</p>' in page
    assert "In which city or district is it?" in page
    assert "1 picture came with it; it was not kept." in page


def test_words_sealed_with_another_key_are_said_to_be_closed(nadia, made_up):
    texts = made_up.texts("A kiln in Gujranwala")
    with made_up.runtime.database.transaction() as session:
        session.execute(text("UPDATE texts SET body_sealed = 'x'"))
    assert "These words cannot be opened" in nadia.get(f"/console/texts/{texts}").text


def test_every_look_at_one_entry_is_remembered_and_shown_to_the_next(nadia, made_up):
    call, texts = made_up.call("2", "1"), made_up.texts("A kiln in Gujranwala")
    assert "Nobody. That you look now is remembered." in nadia.get(f"/console/calls/{call}").text
    assert "<bdi>nadia</bdi>" in nadia.get(f"/console/calls/{call}").text.split("Who looked before you")[1]
    nadia.get(f"/console/texts/{texts}")
    nadia.get("/console/")
    assert looks(made_up) == [
        (Looked.CALL, str(call)),
        (Looked.CALL, str(call)),
        (Looked.TEXTS, str(texts)),
    ]


def test_a_recording_is_opened_for_whoever_is_signed_in_and_remembered(nadia, made_up):
    call = made_up.call(*REPORT)
    address = f"/console/recordings/{recordings(made_up)[0]}"
    assert f'src="{address}"' in nadia.get(f"/console/calls/{call}").text
    response = nadia.get(address)
    assert (response.status_code, response.mimetype, response.data) == (200, "audio/wav", SOUND)
    assert response.headers["Cache-Control"] == "no-store"
    assert looks(made_up)[-1] == (Looked.RECORDING, recordings(made_up)[0])


def test_a_recording_played_in_parts_is_one_look(nadia, made_up):
    made_up.call(*REPORT)
    address = f"/console/recordings/{recordings(made_up)[0]}"
    for part, expected in (("bytes=0-1", SOUND[:2]), ("bytes=2-", SOUND[2:]), ("bytes=-4", SOUND[-4:])):
        response = nadia.get(address, headers={"Range": part})
        assert (response.status_code, response.data) == (206, expected)
    assert nadia.get(address, headers={"Range": "bytes=9999-"}).status_code == 416
    assert [what for what, _ in looks(made_up)] == [Looked.RECORDING]


def test_a_recording_cannot_be_played_past_the_trail_by_leaving_out_its_beginning(nadia, made_up):
    made_up.call(*REPORT)
    nadia.get(f"/console/recordings/{recordings(made_up)[0]}", headers={"Range": "bytes=1-"})
    assert [what for what, _ in looks(made_up)] == [Looked.RECORDING]


def test_a_recording_played_again_later_is_another_look(nadia, made_up):
    made_up.call(*REPORT)
    address = f"/console/recordings/{recordings(made_up)[0]}"
    nadia.get(address)
    with made_up.runtime.database.transaction() as session:
        session.execute(text("UPDATE looks SET at = at - interval '11 minutes'"))
    nadia.get(address)
    assert [what for what, _ in looks(made_up)] == [Looked.RECORDING, Looked.RECORDING]


def test_a_recording_that_is_not_here_yet_or_not_any_more_says_so(nadia, made_up):
    call = made_up.call(*REPORT, sound=False)
    with made_up.runtime.database.transaction() as session:
        session.execute(text("UPDATE recordings SET state = 'lost' WHERE step = 'report_tip.what'"))
    page = nadia.get(f"/console/calls/{call}").text
    assert "Recording of 0:21, still at the carrier" in page
    assert "The recording is lost" in page
    for recording in recordings(made_up):
        assert nadia.get(f"/console/recordings/{recording}").status_code == 404


def test_a_recording_sealed_with_another_key_is_not_found(nadia, made_up):
    made_up.call(*REPORT)
    with made_up.runtime.database.transaction() as session:
        session.execute(text("UPDATE recordings SET sealed = 'x'"))
    assert nadia.get(f"/console/recordings/{recordings(made_up)[0]}").status_code == 404


def test_what_there_is_not_is_not_found_and_not_remembered(nadia, made_up):
    for address in (
        "calls/1",
        "texts/1",
        "calls/99999999999999999999",
        "calls/-1",
        "calls/x",
        "recordings/00000000-0000-0000-0000-000000000000",
        "recordings/1",
        "nothing/of/the/sort",
    ):
        response = nadia.get(f"/console/{address}")
        assert response.status_code == 404, address
        assert "There is no such page" in response.text
    assert looks(made_up) == []


def test_a_step_of_flows_since_changed_is_shown_by_its_name(nadia, made_up):
    call = made_up.call("2", "1")
    with made_up.runtime.database.transaction() as session:
        session.execute(
            text("UPDATE call_answers SET step = 'old_flow.colour', fact = 'colour', value = 'green'")
        )
    page = nadia.get(f"/console/calls/{call}").text
    assert "old_flow.colour" in page
    assert "green" in page


def test_one_caller_has_the_same_letters_each_time_and_another_caller_others(nadia, made_up):
    pages = [
        nadia.get(f"/console/calls/{made_up.call('2', caller=caller)}").text
        for caller in (NADIA, NADIA, OMAR)
    ]
    shown = [page.split('<bdi class="code">')[1].split("<")[0] for page in pages]
    assert shown[0] == shown[1] != shown[2]
    assert len(shown[0]) == 6


def test_one_call_in_urdu_asks_and_answers_in_urdu(nadia, made_up):
    call = made_up.call(*REPORT)
    made_up.record()
    made_up.give_phone("HQ-TIP")
    made_up.send()
    nadia.send("/console/", "/console/language", language="ur")
    page = nadia.get(f"/console/calls/{call}").text
    for words in (
        "سوال اور جواب",
        "انگریزی",
        "قرض کے بدلے مشقت",
        "پنجاب",
        "ریفرل کھولا گیا۔",
        "فون کمپنی کے حوالے کیا گیا۔",
    ):
        assert words in page, words
