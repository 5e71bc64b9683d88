"""Everything a page may have to name has a name, in Urdu too, and no name is told by colour alone."""

import html
import re

import pytest
from sqlalchemy import select, text

from hotline.circles import reasons
from hotline.circles.models import TAKES_TIPS, CircleType, Rung
from hotline.circles.routing import Why
from hotline.languages import Language, translator
from hotline.referrals.acknowledgement import Decliner, acknowledge, close, decline
from hotline.referrals.incoming import ReceiptStatus
from hotline.referrals.models import Fate, Outcome, Referral, ReferralEvent, ReferralState, Role
from hotline.referrals.progress import Progress
from hotline.referrals.sweep import free_dead_claims, retry_refused
from hotline.supervisors.passwords import Fault
from hotline.tips.metadata import NOW_THERE
from hotline.tips.models import Channel, Kind, Tip
from hotline.web import call_words, labels, referral_words
from hotline.web.call_log import names_in_urdu
from hotline.web.page_language import choose, say
from hotline.web.referrals.listing import Need
from hotline.web.referrals.words import NEEDS
from ivr_flows.flows import STEPS
from ivr_flows.regions import DISTRICTS
from ivr_flows.steps import Consult, Dial, Menu, Record, Say


@pytest.fixture
def urdu_page(app):
    """A request for a page in Urdu."""
    with app.test_request_context("/console/"):
        choose(Language.URDU)
        yield


def test_every_state_and_channel_has_a_word_and_a_shape_of_its_own():
    assert referral_words.STATES.keys() == set(ReferralState)
    assert labels.CHANNELS.keys() == set(Channel)
    assert referral_words.FATES.keys() == set(Fate)
    assert len({label.word for label in referral_words.FATES.values()}) == len(Fate)
    assert len({label.shape for label in referral_words.FATES.values()}) == len(Fate)
    named = [*referral_words.STATES.values(), *labels.CHANNELS.values()]
    assert len({label.word for label in named}) == len(named)
    assert len({label.shape for label in named}) == len(named)


def test_every_shape_is_drawn(app):
    with app.test_request_context("/console/"):
        shape = app.jinja_env.get_template("console/pieces.html").module.shape
        told = [each for each in vars(call_words).values() if isinstance(each, labels.Label)]
        assert len(told) > 6
        states = (*referral_words.STATES.values(), *referral_words.FATES.values(), *NEEDS.values())
        for label in (*states, *labels.CHANNELS.values(), *told):
            assert any(mark in shape(label.shape) for mark in ("<path", "<circle")), label


def test_every_why_fault_and_language_has_words(urdu_page):
    english = translator(Language.ENGLISH)
    for why in Why:
        assert referral_words.why_words(why) != english.gettext(referral_words.WHYS[why])
    for fault in Fault:
        assert labels.fault_words(fault)
    for language in Language:
        assert labels.language_word(language) in {"اردو", "انگریزی"}
    for kind in Kind:
        assert not labels.kind_word(kind).isascii()


def test_every_rung_outcome_and_need_has_words(urdu_page):
    for names, kind in (
        (referral_words.RUNGS, Rung),
        (referral_words.OUTCOMES, Outcome),
        ({need: label.word for need, label in NEEDS.items()}, Need),
    ):
        assert names.keys() == set(kind)
        assert len(set(names.values())) == len(kind)
        for name in names.values():
            assert not say(name).isascii(), name


def test_every_circle_that_takes_tips_is_named_in_the_language_of_the_page(urdu_page):
    for kind in TAKES_TIPS | {CircleType.ZONE, CircleType.HEADQUARTERS}:
        assert "لاہور" in referral_words.circle_name("FIA Lahore (not confirmed)", kind, "Lahore", "لاہور")
    assert referral_words.circle_name("FIA Turbat", CircleType.UNCONFIRMED, "Turbat", "تربت") == "FIA Turbat"


def test_every_reason_for_a_circle_is_said_in_the_language_of_the_page(urdu_page):
    assert reasons.SENTENCES.keys() == set(reasons.What)
    gaps = {"district": "Gujrat", "zone": "Balochistan", "province": "KP", "circle": "C-GRT"}
    for what, english in reasons.SENTENCES.items():
        needed = {name: gaps[name] for name in gaps if f"{{{name}}}" in english}
        places = {"places": ("Gujrat", "Karachi")} if "{places}" in english else {}
        detail = reasons.written([reasons.reason(what, **needed, **places)])
        said = referral_words.detail_words(detail, {"Gujrat": "گجرات", "Karachi": "کراچی"})
        assert said.replace("C-GRT", "").isascii() is False
        assert not re.search("[A-Za-z]", said.replace("C-GRT", "").replace("FIA", "")), said
        assert not places or "گجرات، کراچی" in said


def test_a_reason_of_an_earlier_version_stands_as_it_was_noted(urdu_page):
    for noted in ("Bhakkar lies in <b>", "5", '[["gone", {}]]', "[1]", "{}x", ""):
        said = referral_words.detail_words(noted, {})
        assert said == f'<span lang="en" dir="ltr">{html.escape(noted, quote=False)}</span>'.replace(
            '"gone"', "&#34;gone&#34;"
        )


def test_each_office_beside_the_circle_is_named(urdu_page):
    assert referral_words.BESIDE.keys() == set(Role) - {Role.MAIN}
    for kind in (CircleType.LABOUR_DEPARTMENT, CircleType.CHILD_PROTECTION):
        assert "لاہور" in referral_words.circle_name("x", kind, "Lahore", "لاہور")


def test_every_question_and_every_choice_has_words(urdu_page):
    for step in STEPS.values():
        if isinstance(step, Say | Consult):
            continue
        assert not labels.question(step.name).isascii(), step.name
        options = (*step.options, *step.also) if isinstance(step, Menu) else ()
        for option in (*options, *(step.options if isinstance(step, Record) else ())):
            assert not labels.answer_words(option.fact or step.fact, option.value).isascii(), option
        if isinstance(step, Dial):
            for value in ("answered", "unanswered"):
                assert not labels.answer_words(step.fact, value).isascii()


def test_questions_are_told_without_their_keys(app):
    with app.test_request_context("/console/"):
        choose(Language.ENGLISH)
        for step in STEPS.values():
            assert " press " not in labels.question(step.name), step.name


def test_a_question_belongs_to_a_step_or_fact_that_there_is():
    assert labels.QUESTIONS_OF_STEPS.keys() <= STEPS.keys()
    asked = {step.fact for step in STEPS.values() if not isinstance(step, Say | Consult)}
    assert labels.QUESTIONS.keys() <= asked


def test_districts_and_divisions_are_named_as_the_directory_has_them(made_up, urdu_page):
    with made_up.runtime.database.transaction() as session:
        names = names_in_urdu(session)
    assert labels.PLACES["Shaheed Benazirabad"].words == "Nawabshah"
    for name in DISTRICTS:
        assert labels.answer_words("district", name, names) == names[name]
    assert labels.answer_words("division", "Lahore") == "لاہور"


def test_every_way_a_place_becomes_known_has_words(made_up, urdu_page):
    made_up.call("2", "1", "3", "2", "1")
    made_up.call("2", "1", "3", "2", "1", "042", "1")
    made_up.texts("A kiln in Gujranwala")
    made_up.texts("A kiln somewhere in Sindh", sender="+923640000031")
    made_up.record()
    with made_up.runtime.database.transaction() as session:
        whys = set(session.scalars(select(Tip.place_why)))
    assert whys | {NOW_THERE} == labels.PLACE_WHYS.keys()
    for why in whys | {NOW_THERE}:
        assert not labels.place_why_words(why).isascii()


def test_what_a_caller_hears_by_code_is_read_from_the_flow(urdu_page):
    heard = {referral_words.heard_by_code(progress) for progress in Progress}
    assert len(heard) == len(Progress)
    assert not any(words.isascii() for words in heard)


def answer_all(made_up) -> None:
    """Every answer there is, by whoever may give one, and what comes of none."""
    made_up.is_late()
    made_up.is_late()
    with made_up.runtime.database.transaction() as session:
        referrals = session.scalars(select(Referral.id)).all()
        for place, by in enumerate(("C-GRW, by SMS", "C-GRW, by phone", "nadia")):
            acknowledge(session, referrals[place], by)
            decline(session, referrals[place], Decliner(by, "C-GRW"))
            close(session, referrals[place], by, None if place == 0 else Outcome.FIR)
            close(session, referrals[place], by, Outcome.OTHER)


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
    answer_all(made_up)
    with made_up.runtime.database.transaction() as session:
        session.execute(text("UPDATE referrals SET state = 'refused'"))
        session.execute(text("UPDATE circle_phones SET number = '+923640000098'"))
        retry_refused(session, 10)
        session.execute(text("UPDATE referrals SET state = 'sending'"))
        session.execute(text("UPDATE referral_messages SET claimed_at = now() - interval '1 hour'"))
        free_dead_claims(session)
        noted = set(session.scalars(select(ReferralEvent.reason)))
    assert {"another phone is written to now", "the sender died half-way"} < noted
    assert len(noted) > 25
    for reason in noted:
        assert 'lang="en"' not in referral_words.reason_words(reason), reason


def test_a_reason_nobody_foresaw_is_shown_as_it_stands_and_never_run(urdu_page):
    shown = referral_words.reason_words("21614: <script>alert(1)</script>")
    assert shown == '<span lang="en" dir="ltr">21614: &lt;script&gt;alert(1)&lt;/script&gt;</span>'
