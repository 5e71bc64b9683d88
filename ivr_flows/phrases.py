"""What is said at more than one step, or outside any: apologies, consent, digits and the goodbye."""

from ivr_flows.steps import Prompt

NOT_UNDERSTOOD = Prompt("sorry.not_understood", "Sorry, we did not understand that.")
NOT_HEARD = Prompt("sorry.not_heard", "Sorry, we did not hear anything.")
CONSENT = Prompt("consent", "What you say is recorded; only those who help hear it.")
WITHOUT_SPEAKING = Prompt("consent.keys", "To go on without speaking, press hash.")
# Last in a long menu: only who has not pressed anything by then needs to hear them.
A_PERSON = Prompt("a_person", "For a person, press 0.")
HEAR_AGAIN = Prompt("hear_again", "To hear this again, press star.")
DIAL_15 = Prompt("dial_15", "Please call the police now: dial 15.")
GOODBYE = Prompt("goodbye", "Take care. Goodbye.")
APOLOGY = Prompt(
    "apology.dial_15",
    "We are sorry, our line has a fault. If someone is in danger, call the police on 15 now. "
    "Otherwise please call us again later.",
)
DIGITS = (
    Prompt("digit.0", "zero"),
    Prompt("digit.1", "one"),
    Prompt("digit.2", "two"),
    Prompt("digit.3", "three"),
    Prompt("digit.4", "four"),
    Prompt("digit.5", "five"),
    Prompt("digit.6", "six"),
    Prompt("digit.7", "seven"),
    Prompt("digit.8", "eight"),
    Prompt("digit.9", "nine"),
)
PHRASES = (NOT_UNDERSTOOD, NOT_HEARD, APOLOGY, GOODBYE, *DIGITS)
