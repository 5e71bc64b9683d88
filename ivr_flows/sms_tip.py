"""Reporting a potential victim by text message: what happens, where, and a code to keep."""

from ivr_flows.steps import Flow, Prompt, Say, Words

# Each prompt here is one whole reply: one GSM-7 part in English, at most two UCS-2 parts in Urdu.
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
            to="sms_tip.place",
        ),
        Words(
            name="sms_tip.place",
            ask=(
                Prompt(
                    "sms_tip.place",
                    "Thank you. We have your report. Code {reference}. In which city or district is it? "
                    "Please reply with its name. If there is danger now, call 15.",
                ),
            ),
            ask_again=(
                Prompt("sms_tip.place_again", "In which city or district is it? Please reply with its name."),
            ),
            fact="place",
            to="sms_tip.thanks",
        ),
        Say(
            name="sms_tip.thanks",
            say=(
                Prompt(
                    "sms_tip.thanks",
                    "Thank you. We have your report. Code {reference}. If there is danger now, call 15. "
                    "If others may see this phone, delete these messages.",
                ),
            ),
        ),
    ),
)
