"""Everything a page may have to name has a name, in Urdu too, and no name is told by colour alone."""

import pytest
from sqlalchemy import select, text

from hotline.circles.models import TAKES_TIPS, CircleType
from hotline.circles.routing import ALSO_FOR, Why
from hotline.languages import Language, translator
from hotline.referrals.incoming import ReceiptStatus
from hotline.referrals.models import ReferralEvent, ReferralState
from hotline.referrals.sweep import free_dead_claims, retry_refused
from hotline.supervisors.passwords import Fault
from hotline.tips.models import Channel, Kind
from hotline.web import labels
from hotline.web.page_language import choose
from ivr_flows.flows import STEPS
from ivr_flows.steps import Menu, Say


@pytest.fixture
def urdu_page(app):
    """A request for a page in Urdu."""
    with app.test_request_context("/console/"):
        choose(Language.URDU)
        yield


def test_every_state_and_channel_has_a_word_and_a_shape_of_its_own():
    assert labels.STATES.keys() == set(ReferralState)
    assert labels.CHANNELS.keys() == set(Channel)
    named = [*labels.STATES.values(), *labels.CHANNELS.values()]
    assert len({label.word for label in named}) == len(named)
    assert len({label.shape for label in named}) == len(named)


def test_every_shape_is_drawn(app):
    with app.test_request_context("/console/"):
        shape = app.jinja_env.get_template("console/pieces.html").module.shape
        for label in (*labels.STATES.values(), *labels.CHANNELS.values()):
            assert any(mark in shape(label.shape) for mark in ("<path", "<circle")), label


def test_every_why_fault_and_language_has_words(urdu_page):
    english = translator(Language.ENGLISH)
    for why in Why:
        assert labels.why_words(why) != english.gettext(labels.WHYS[why])
    for fault in Fault:
        assert labels.fault_words(fault)
    for language in Language:
        assert labels.language_word(language) in {"اردو", "انگریزی"}
    for kind in Kind:
        assert not labels.kind_word(kind).isascii()


def test_every_circle_that_takes_tips_is_named_in_the_language_of_the_page(urdu_page):
    for kind in TAKES_TIPS | {CircleType.ZONE, CircleType.HEADQUARTERS}:
        assert "لاہور" in labels.circle_name("FIA Lahore (not confirmed)", kind, "Lahore", "لاہور")
    assert labels.circle_name("FIA Turbat", CircleType.UNCONFIRMED, "Turbat", "تربت") == "FIA Turbat"


def test_whom_the_law_names_beside_the_fia_is_said_in_the_language_of_the_page(urdu_page):
    for others in ALSO_FOR.values():
        reason, also = labels.detail_parts(f"no place is known. By law also for {others}")
        assert reason == "No place is known"
        assert not also.isascii()
    assert labels.detail_parts("no place is known") == ("No place is known", None)
    assert labels.detail_parts("x. By law also for the navy") == ("X", "the navy")


def test_every_question_and_every_choice_has_words(urdu_page):
    for step in STEPS.values():
        if isinstance(step, Say):
            continue
        assert not labels.question(step.name).isascii(), step.name
        if isinstance(step, Menu):
            for option in step.options:
                assert not labels.answer_words(step.fact, option.value).isascii(), option


def test_every_reason_that_a_referral_notes_is_said_in_urdu(made_up, urdu_page):
    """Walks referrals through all that can become of them; what a carrier says in its own words stays as it is."""
    for sender, place, fault in (
        ("+923640000031", "Gujranwala", None),
        ("+923640000032", "Quetta", ConnectionResetError()),
        ("+923640000033", "nowhere", None),
        ("+923640000034", "Bagh", None),
    ):
        made_up.texts(f"A kiln in {place}", sender=sender)
        made_up.record()
        made_up.send()
        made_up.give_phone("C-GRW" if place == "Gujranwala" else "HQ-TIP")
        made_up.send(fault=fault)
    made_up.report(ReceiptStatus.SENT)
    made_up.report(ReceiptStatus.UNDELIVERED, "30003")
    made_up.send()
    made_up.report(ReceiptStatus.FAILED, "30005")
    with made_up.runtime.database.transaction() as session:
        session.execute(text("UPDATE circle_phones SET number = '+923640000098'"))
        retry_refused(session)
        session.execute(
            text("UPDATE referrals SET state = 'sending', claimed_at = now() - interval '1 hour'")
        )
        free_dead_claims(session)
        reasons = set(session.scalars(select(ReferralEvent.reason)))
    assert {"another phone has been entered", "the sender died half-way"} < reasons
    assert len(reasons) > 12
    for reason in reasons:
        assert 'lang="en"' not in labels.reason_words(reason), reason


def test_a_reason_nobody_foresaw_is_shown_as_it_stands_and_never_run(urdu_page):
    shown = labels.reason_words("21614: <script>alert(1)</script>")
    assert shown == '<span lang="en" dir="ltr">21614: &lt;script&gt;alert(1)&lt;/script&gt;</span>'
