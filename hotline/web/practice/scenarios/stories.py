"""The scenarios themselves: callers of whom every one must be able to leave something usable."""

from hotline.languages import N_
from hotline.tips.models import Callback, Kind
from hotline.web.practice.scenarios.scenario import (
    Expected,
    HangUp,
    LineDrops,
    Listen,
    Press,
    Scenario,
    Speak,
    TypeCode,
    Wait,
)

URDU = Press(("1",), N_("Press 1 for Urdu."))
ENGLISH = Press(("2",), N_("Press 2 for English."))
REPORT = Press(("1",), N_("Press 1: you want to report something."))
NO_DANGER = Press(("2",), N_("Press 2: nobody is in danger right now."))
WRITE_DOWN = Listen(N_("Listen to your code, and write it down."))

WITNESS = Scenario(
    name="witness",
    title=N_("A witness"),
    role=(
        N_(
            "You pass a brick kiln every day. A family there works to pay off a debt that never becomes less."
        ),
        N_("Nobody is being hurt at this moment. You are safe, and you have time."),
    ),
    steps=(
        URDU,
        REPORT,
        Press(("1", "1"), N_("Press 1 and then 1 again: labour to pay off a debt.")),
        NO_DANGER,
        Press(("1",), N_("Press 1 for Punjab.")),
        Press(("042#",), N_("Before the tone, type 042 and hash: the area code of Lahore.")),
        Press(("1",), N_("Lahore is read back to you. Press 1: that is right.")),
        Speak(N_("After the tone, say in your own words what you have seen. Then press hash.")),
        Press(("3",), N_("Press 3: you may be called in the evening.")),
        Press(("2",), N_("Press 2: whoever calls must not say who they are.")),
        Press(("#",), N_("Press hash: you need no safe word.")),
        WRITE_DOWN,
    ),
    expected=Expected(
        language="ur",
        kind=Kind.BONDED_LABOUR,
        danger=False,
        province="Punjab",
        district="Lahore",
        recordings=1,
        callback=Callback.EVENING,
    ),
    watch=N_("Every question is answered, by keys and one recording. It takes about a minute of listening."),
)

FRIGHTENED_CHILD = Scenario(
    name="frightened-child",
    title=N_("A frightened child"),
    role=(
        N_("You are fourteen. You work in a workshop and may not go home."),
        N_("You can only whisper, and you hang up as soon as you hear steps."),
    ),
    steps=(
        Wait(N_("Press nothing: after a moment the hotline goes on in Urdu.")),
        REPORT,
        Press(("2", "1"), N_("Press 2 and then 1: a child who is made to work.")),
        Press(("1",), N_("Press 1: someone is in danger right now.")),
        Press(("1",), N_("Press 1 for Punjab.")),
        HangUp(N_("After the tone, whisper a few words. Hang up in the middle, without pressing anything.")),
    ),
    expected=Expected(
        language="ur",
        kind=Kind.CHILD_LABOUR,
        danger=True,
        urgent=True,
        province="Punjab",
        to_the_end=False,
        recordings=1,
    ),
    watch=N_("Half a call counts: what was pressed and whispered is kept, and goes out as urgent at once."),
)

SILENT_CALLER = Scenario(
    name="silent-caller",
    title=N_("A silent caller"),
    role=(
        N_("Somebody is in the room with you. You cannot speak, but you can press keys."),
        N_("It is about yourself, and you are in danger."),
    ),
    steps=(
        Press(("5",), N_("Press 5 at once: you cannot speak.")),
        Press(("1",), N_("Press 1: someone is in danger right now.")),
        Press(("2",), N_("Press 2 for Sindh.")),
        Press(("1",), N_("Press 1 for Karachi.")),
        Press(("1",), N_("Karachi is read back to you. Press 1: that is right.")),
        Press(("1",), N_("Press 1: it is about yourself.")),
        Wait(N_("Do nothing when you are asked about a child: silence is an answer, too.")),
        WRITE_DOWN,
    ),
    expected=Expected(language="ur", danger=True, urgent=True, province="Sindh", district="Karachi"),
    watch=N_("Not one word is spoken, and nothing is recorded. The circle is told before the call is over."),
)

HOAX = Scenario(
    name="hoax",
    title=N_("A hoax"),
    role=(N_("You are bored and call for fun. You have nothing to report."),),
    steps=(
        ENGLISH,
        Press(("7",), N_("Press 7, which means nothing here.")),
        Wait(N_("Press nothing.")),
        Speak(N_("After the tone, laugh or say something silly. Then press hash.")),
        WRITE_DOWN,
    ),
    expected=Expected(language="en", recordings=1),
    watch=N_(
        "Nobody can tell a hoax by its keys, so nobody is hung up on and nothing is thrown away. It is not urgent, and "
        "a person decides."
    ),
)

BAD_LINE = Scenario(
    name="bad-line",
    title=N_("A bad line that drops"),
    role=(
        N_(
            "A girl whom you know cleans in a house and is never seen outside. She is not in danger at this moment."
        ),
        N_("You call from a place where the line is bad. It drops before you have said what happens."),
    ),
    steps=(
        URDU,
        REPORT,
        Press(("1", "2"), N_("Press 1 and then 2: labour in someone's house.")),
        NO_DANGER,
        Press(("3",), N_("Press 3 for Khyber Pakhtunkhwa.")),
        Speak(N_("After the tone, say the name of a city. Then press hash.")),
        LineDrops(N_("While you are asked what is happening, press “The line drops”.")),
    ),
    expected=Expected(
        language="ur",
        kind=Kind.DOMESTIC_SERVITUDE,
        danger=False,
        province="KP",
        to_the_end=False,
        recordings=1,
    ),
    watch=N_(
        "Nobody tells the hotline that the line has dropped. Within a minute it counts what was said until then, "
        "and passes it on."
    ),
)

DANGER_NOW = Scenario(
    name="danger-now",
    title=N_("Someone in danger"),
    role=(
        N_("You are locked in, and the door may open at any moment. You have one minute."),
        N_("You have heard that 9 means danger."),
    ),
    steps=(
        URDU,
        Press(("9",), N_("Press 9: danger now. It works at every question.")),
        Speak(N_("After the tone, say where you are and what is happening. Then press hash.")),
        WRITE_DOWN,
    ),
    expected=Expected(language="ur", danger=True, urgent=True, recordings=1),
    watch=N_(
        "The caller is told to dial 15. An emergency desk is called first where the hotline has one; here nobody "
        "answers there unless you tick that it does."
    ),
)

EARLIER_CALLER = Scenario(
    name="earlier-caller",
    title=N_("An earlier caller"),
    role=(
        N_("You are the witness who called before. You have the code of your report."),
        N_("You want to know how far it is, and to add something."),
    ),
    steps=(
        URDU,
        Press(("3",), N_("Press 3: you called before.")),
        TypeCode(N_("Type the eight digits of your code.")),
        Speak(N_("Hear how far your report is. After the tone, add something. Then press hash.")),
    ),
    expected=Expected(
        language="ur",
        kind=Kind.BONDED_LABOUR,
        danger=None,
        province="Punjab",
        district="Lahore",
        recordings=1,
        callback=Callback.EVENING,
        adds_to_earlier=True,
    ),
    watch=N_(
        "The message belongs to the report that was there already: no second one is made, and what it says of "
        "kind and place stays."
    ),
    earlier=WITNESS.name,
)

NO_KEYS = Scenario(
    name="no-keys",
    title=N_("Someone who presses nothing"),
    role=(
        N_("You have never used such a menu. You do not touch the keys; you wait until you may speak."),
        N_("Then you tell about people who work in a workshop near you and are never paid."),
    ),
    steps=(
        Wait(N_("Press nothing when you are asked for a language.")),
        Wait(N_("Press nothing at the menu either.")),
        Speak(N_("After the tone, tell it in your own words. Then press hash.")),
        WRITE_DOWN,
    ),
    expected=Expected(language="ur", recordings=1),
    watch=N_(
        "Whoever presses nothing comes to the tone by waiting alone. A person then listens to the recording."
    ),
)

SCENARIOS = {
    scenario.name: scenario
    for scenario in (
        WITNESS,
        FRIGHTENED_CHILD,
        SILENT_CALLER,
        HOAX,
        BAD_LINE,
        DANGER_NOW,
        EARLIER_CALLER,
        NO_KEYS,
    )
}
