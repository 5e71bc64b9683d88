"""Every flow there is, and which of them answers the phone and which a text message."""

from ivr_flows.choose_language import CHOOSE_LANGUAGE
from ivr_flows.report_tip import REPORT_TIP
from ivr_flows.sms_tip import SMS_TIP
from ivr_flows.steps import LANGUAGE, Flow, Menu, Step

FLOWS: tuple[Flow, ...] = (CHOOSE_LANGUAGE, REPORT_TIP, SMS_TIP)
PHONE = CHOOSE_LANGUAGE
SMS = SMS_TIP

STEPS: dict[str, Step] = {step.name: step for flow in FLOWS for step in flow.steps}

LANGUAGES: tuple[str, ...] = tuple(
    option.value
    for step in STEPS.values()
    if isinstance(step, Menu) and step.fact == LANGUAGE
    for option in step.options
)
