"""Every flow there is, and which of them answers the phone and which a text message."""

from ivr_flows.anyway import ANYWAY
from ivr_flows.callback import CALLBACK
from ivr_flows.called_before import CALLED_BEFORE
from ivr_flows.choose_language import CHOOSE_LANGUAGE
from ivr_flows.danger import DANGER
from ivr_flows.help import HELP
from ivr_flows.information import INFORMATION
from ivr_flows.main import MAIN
from ivr_flows.officer import OFFICER
from ivr_flows.person import PERSON
from ivr_flows.report_tip import REPORT_TIP
from ivr_flows.silent import SILENT
from ivr_flows.sms_tip import SMS_TIP
from ivr_flows.steps import Flow, Step
from ivr_flows.where import WHERE

FLOWS: tuple[Flow, ...] = (
    CHOOSE_LANGUAGE,
    MAIN,
    REPORT_TIP,
    HELP,
    WHERE,
    CALLBACK,
    SILENT,
    DANGER,
    PERSON,
    CALLED_BEFORE,
    INFORMATION,
    ANYWAY,
    OFFICER,
    SMS_TIP,
)
PHONE = CHOOSE_LANGUAGE
SMS = SMS_TIP

STEPS: dict[str, Step] = {step.name: step for flow in FLOWS for step in flow.steps}
