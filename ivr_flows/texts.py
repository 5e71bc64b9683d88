"""The replies to texts that stand outside any flow: to a command, and when the hotline cannot look anything up."""

from ivr_flows.steps import Prompt

TEXT_KEPT = Prompt(
    "text.kept",
    "Thank you. We have your message and will read it. If there is danger now, call 15.",
)
HELP = Prompt(
    "sms_help",
    "Text us what is happening and where. STATUS and your code: how far it is. STOP: no more texts. "
    "SAFE: who we are. Danger now: call 15.",
)
STOPPED = Prompt(
    "sms_stopped",
    "You will get no more texts from us. To begin again, text START. If there is danger now, call 15.",
)
STARTED = Prompt(
    "sms_started",
    "You will get our replies again. Text us what is happening and where. If there is danger now, call 15.",
)
# Sent only to who has just said that nobody else sees the phone: all other replies name nothing.
SAFE = Prompt(
    "sms_safe",
    "This is Raabta, for people held, sold or forced to work. Your report goes to the FIA. We text here when "
    "it is taken up. You need not give a name.",
)
WHICH_CODE = Prompt("sms_status.which_code", "Please text STATUS and the eight digits of your code.")
WRONG_CODE = Prompt(
    "sms_status.wrong",
    "We did not find that code. Please check its eight digits and text STATUS and the code.",
)
TOO_MANY_CODES = Prompt(
    "sms_status.too_many",
    "Too many wrong codes. Please try again in an hour. If there is danger now, call 15.",
)
PROGRESS = {
    "received": Prompt(
        "sms_status.received",
        "Code {reference}: we have your report and are passing it on. If there is danger now, call 15.",
    ),
    "passed_on": Prompt(
        "sms_status.passed_on",
        "Code {reference}: your report was passed on to those who can act. If there is danger now, call 15.",
    ),
    "accepted": Prompt(
        "sms_status.accepted",
        "Code {reference}: your report is being worked on. If there is danger now, call 15.",
    ),
    "closed": Prompt(
        "sms_status.closed",
        "Code {reference}: work on your report has ended. If help is still needed, or there is something new, text us "
        "here.",
    ),
}
"""By how far a report is, in the words of `hotline.referrals.progress`."""

TEXTS = (
    TEXT_KEPT,
    HELP,
    STOPPED,
    STARTED,
    SAFE,
    WHICH_CODE,
    WRONG_CODE,
    TOO_MANY_CODES,
    *PROGRESS.values(),
)
