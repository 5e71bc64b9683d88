"""Danger now, moving, official involved, a child: each with cases for it and against it, in three ways of writing."""

import pytest

from hotline.tips.triage.judging import triage


@pytest.mark.parametrize(
    "text",
    [
        "malik humein jane nahi deta",
        "mjhe faktry me bnd kia hua h bahr nh jane dte",
        "they will not let us leave until we pay",
        "وہ ہمیں جانے نہیں دیتے",
        "بھٹےپرمزدورقیدہیں",
        "munshi roz mazdooron ko marta hai",
        "the owner beats him with a stick",
        "مالکن بچی کو مارتی ہے",
        "kehta hai bhaage to jan se maar dunga",
        "they threatened to kill me",
        "جان سے مارنے کی دھمکی دی ہے",
        "kal zabardasti nikah hai",
        "tomorrow they take him for the kidney operation",
        "آج رات لڑکی کو بیچ رہے ہیں",
        "abhi van me auraton ko zabardasti le ja rahe hain",
        "suna hai ke parosi ne larki ko qaid kar rakha hai",
        "I heard that a woman is held in the basement",
        "pehle bhi marte the, ab bhi marte hain",
        "main bhaag aya lekin baqi mazdoor ab bhi band hain",
        "3 din pehle larki ko pakar kar kamre me band kar dia",
        "my brother was kidnapped",
        "One girl escaped. He locks the others in and beats them",
        "agent bhag gaya, larke libya me qaid hain",
        "kabhi marta hai kabhi kamre me band karta hai",
        "sethi ne 5 larkay godown mein band kiye huay hain aur khana nahi deta",
        "تھانے دار رپورٹ نہیں لکھ رہا، بھٹہ مالک نے مزدوروں کو بند کر رکھا ہے",
        "kuwait me malkin ghar se nikalne nahi deti mobile b cheen lia tha",
        "they will not release him until we pay",
        "passport le lia and not allowed to leave the building",
        "I am hiding from them in the washroom",
        "kal raat usne mujhe bohat mara tha",
        "یہ لوگ بھاگنے والے کو گولی مار دیتے ہیں",
    ],
)
def test_there_is_danger_when_someone_is_held_hurt_threatened_or_about_to_be(text):
    assert triage(text).danger_now
    assert triage(text).urgent


@pytest.mark.parametrize(
    "text",
    [
        "pichle saal bhatte pe qaid tha, wahan se bhaag aaya",
        "Last year I was locked in a factory and beaten, I escaped",
        "دو سال پہلے مجھے مارتے تھے، اب گھر واپس آ گئی ہوں",
        "kafeel ne passport rakh lia hai",
        "the company keeps our passports",
        "پاسپورٹ رکھ لیا ہے",
        "wo meri tasveeron se blackmail karta hai",
        "ye kaam bohat khatarnak hai, koi mask nahi",
        "mujhe qaid kia hua hai hahaha mazaq kar raha hun",
        "help they kidnapped me lol just kidding",
        "koi nahi marta, kisi ko khatra nahi",
        "nobody beats them, they go home in the evening",
        "agent ka phone band hai",
        "shadi agle mahine hai zabardasti",
        "missed call maro",
        "koylay ki kaan me kaam karte hain qarz me phanse hue",
        "ammi ka operation hai kal",
        "bachon ko school nahi jane dete",
        "police ne chapa mara",
        "agent ka phone band hai, 4 mahine se paise nahi diye",
        "choori k karkhane me bachay kaam kar rahy hain",
        "فیکٹری میں بچے تیزاب والی بیٹریاں کھولتے ہیں",
        "wages are held for 3 months",
        "my son escaped from them and is back home, they had locked him in a room",
        "guards of the factory get no salary",
    ],
)
def test_there_is_no_danger_in_what_is_past_or_only_withheld_or_a_joke(text):
    assert not triage(text).danger_now


@pytest.mark.parametrize(
    "text",
    [
        "abhi 20 larkay bus mein taftan border ja rahe hain",
        "they are on a boat now, an agent took them",
        "ابھی ایک بس میں لڑکوں کو بارڈر لے جا رہے ہیں",
        "aaj raat ki flight se bhej raha hai",
        "hum kashti mein hain madad karo",
        "aaj shaam ko le jayenge",
        "ٹرالر کے اندر سے رونے کی آوازیں آ رہی ہیں",
        "she is at the airport with the agent and does not want to go",
        "ابھی تین عورتوں کو ٹرالی میں بٹھا کر لے جا رہے ہیں",
    ],
)
def test_who_is_under_way_or_leaves_today_is_moving_and_so_in_danger(text):
    assert triage(text).moving
    assert triage(text).danger_now


@pytest.mark.parametrize(
    "text",
    [
        "agent har hafte larkon ko taftan border le jata hai",
        "next week he goes to Iran by bus with an agent",
        "دو سال پہلے کشتی میں گئے تھے",
        "mera bhai libya mein qaid hai",
        "boat doobi thi, agent ab bhi paise le raha hai",
        "main abhi bus mein hun ghar aa raha hun",
    ],
)
def test_a_usual_route_a_later_trip_a_past_one_and_people_abroad_are_not_moving(text):
    assert not triage(text).moving


@pytest.mark.parametrize(
    "text",
    [
        "police har mahine bhatta leti hai",
        "the SHO takes money from the brothel",
        "تھانے والے رپورٹ نہیں لکھتے",
        "thane wale parcha nahi kaat rahe",
        "ek judge ke ghar naukrani ko marte hain",
        "immigration wala agent se mila hua hai",
        "پولیس مالک کے ساتھ ملی ہوئی ہے",
        "tehsildar ki biwi ne do bachian kaam ke liye mangwai hain",
        "the inspector warns the owner before every raid",
        "we went to the police station, they sent us away",
        "thane mein darkhast di thi, unhon ne koi kaarwai nahi ki",
        "میرا چچا پولیس میں حوالدار ہے اسی نے نکاح طے کیا",
    ],
)
def test_an_official_is_involved_who_takes_part_refuses_or_holds(text):
    assert triage(text).official_involved


@pytest.mark.parametrize(
    "text",
    [
        "police ne mazdooron ko azad karwaya",
        "the court freed us, thanks",
        "عدالت نے ہمیں آزاد کروایا",
        "police ko bhejo jaldi",
        "bhatta malik marta hai",
        "SHO sahib ne hamari madad ki, agent giraftar hai",
        "he says he will kill me if I tell the police",
        "پولیس نے چھاپہ مار کر لڑکیوں کو نکالا",
    ],
)
def test_an_official_who_helped_or_should_come_is_not_involved(text):
    assert not triage(text).official_involved


@pytest.mark.parametrize(
    ("text", "child"),
    [
        ("17 saal ki larki", True),
        ("18 saal ki larki", False),
        ("bachi 9 saal ki hai", True),
        ("18 saal ki bachi", False),
        ("maid aged 9 is beaten", True),
        ("maid aged 19 is beaten", False),
        ("a 16 year old boy is sold", True),
        ("a 26 year old man is sold", False),
        ("boy of 12 works here", True),
        ("larkon ko (12, 13 saal) bhejta hai", True),
        ("پندرہ سال کی لڑکی کو بیچ دیا", True),
        ("بیس سال کی لڑکی کو بیچ دیا", False),
        ("بچی سے بھیک", True),
        ("my student is 14 and they marry her", True),
        ("3 saal se qaid hai", False),
        ("10 saal ki tankhwah nahi di", False),
        ("bachi ki shadi 50 saal ke admi se", True),
        ("meri shadi 16 saal ki umar me hui thi zabardasti ab main 30 ki hun", False),
        ("mujhe bacha lo, qaid hun", False),
        ("under age workers in a factory", True),
        ("hotel me chai dene wala chota 12 ka, school nahi gaya", True),
        ("mere 2 bhanje 15 aur 16 k us gari me hain", True),
        ("boys, 7 to 12, sort garbage", True),
        ("بیٹے کی عمر چھبیس سال", False),
    ],
)
def test_a_child_is_who_is_said_or_plainly_meant_to_be_under_18(text, child):
    assert triage(text).child is child


@pytest.mark.parametrize(
    "text",
    [
        "we are lcoked in a room",
        "the sth has kidnpped my brother",
        "they are beaating her",
        "larki ko zabradasti le gaye",
        "bhatte ke gate pe tlaa hai, mazdoor andar qaid",
    ],
)
def test_letters_swapped_doubled_or_left_out_hide_no_danger(text):
    assert triage(text).danger_now


@pytest.mark.parametrize(
    "text",
    [
        "bakri ko rassi se bandha tha aur kutta bhi bandh ke rakha",
        "ghar ka tala kharab hai, koi mistri batao",
        "کھیت میں گندم کی کٹائی شروع ہے",
        "My dog is chained in the yard",
        "The boss is killing me with deadlines",
    ],
)
def test_what_happens_to_things_and_beasts_is_no_danger(text):
    assert not triage(text).danger_now


@pytest.mark.parametrize(
    "text",
    [
        "kehta hai pehle hisab karo phir le jao",
        "chabi sahib ke paas hai, hum andar rehte hain",
        "کہتے ہیں پیسے لاؤ ورنہ لاش لے جاؤ",
        "my nephew is not being sent home until we return the advance",
        "a guard follows us even to the toilet",
        "hum container mein hain, saans nahi aa rahi",
        "someone is banging on the door of the basement",
    ],
)
def test_danger_is_heard_in_what_must_be_paid_first_and_in_who_stands_by(text):
    assert triage(text).danger_now


@pytest.mark.parametrize(
    "text",
    [
        "My sister escaped and they will sell her friend tomorrow",
        "one boy ran away. I hear a child screaming",
        "I came here last year the owner does not let us leave",
        "mera bhai wapis aa gaya hai, malik hamen jane nahi deta",
        "meri behen bhag aayi thi. kal dusri larki ko bech denge",
        "میرا بھائی واپس آ گیا ہے۔ مالک ہمیں جانے نہیں دیتا",
        "abbu ne soda kar diya, parson nahi kal lene aa rahe hain",
    ],
)
def test_who_got_away_makes_nothing_past_that_is_told_as_present(text):
    assert triage(text).danger_now
