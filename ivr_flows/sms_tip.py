"""Reporting a potential victim by text message: what happens, where, whether there is danger, and a code to keep."""

from ivr_flows.steps import Flow, Prompt, Say, Words

RECEIVED = Prompt("sms_tip.received", "Thank you. We have your report. Code {reference}.")

# What one reply says, several prompts together, is one GSM-7 part in Latin letters, at most two UCS-2 parts in Urdu.
SMS_TIP = Flow(
    name="sms_tip",
    start="sms_tip.message",
    steps=(
        # The first text is the answer to this question, so it is only put to who sent an empty one.
        Words(
            name="sms_tip.message",
            ask=(
                Prompt(
                    "sms_tip.message",
                    "Please text us what is happening and where. If there is danger now, call 15.",
                ),
            ),
            fact="what",
            to="sms_tip.received",
        ),
        Say(name="sms_tip.received", say=(RECEIVED,), to="sms_tip.which"),
        # One of the next two at most: which of several places of that name it is, or where it is at all.
        Words(
            name="sms_tip.which",
            ask=(Prompt("sms_tip.which", "Is it in {places}? Please reply with the name."),),
            fact="which",
            to="sms_tip.place",
        ),
        Words(
            name="sms_tip.place",
            ask=(
                Prompt(
                    "sms_tip.place",
                    "In which city or district is it? Please reply with its name. "
                    "If there is danger now, call 15.",
                ),
            ),
            fact="place",
            to="sms_tip.danger",
        ),
        Words(
            name="sms_tip.danger",
            ask=(
                Prompt(
                    "sms_tip.danger",
                    "Is someone in danger now? Please reply yes or no. If yes, call 15 as well.",
                ),
            ),
            fact="danger",
            to="sms_tip.thanks",
        ),
        Say(
            name="sms_tip.thanks",
            say=(
                RECEIVED,
                Prompt(
                    "sms_tip.thanks",
                    "If there is danger now, call 15. If others may see this phone, delete these messages.",
                ),
            ),
        ),
    ),
)
