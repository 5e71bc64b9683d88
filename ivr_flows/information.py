"""Short topics to listen to, about safe travel and rights; each ends with how to report."""

from ivr_flows.phrases import GOODBYE
from ivr_flows.steps import Flow, Menu, Option, Prompt, Say

AFTERWARDS = (
    Prompt("main.report", "To report something, press 1."),
    Prompt("information.other", "For another topic, press 2."),
)


def _topic(name: str, *told: Prompt) -> Menu:
    return Menu(
        name=name,
        ask=(*told, *AFTERWARDS),
        ask_again=AFTERWARDS,
        fact="wish",
        options=(
            Option("1", "report", "report_tip.kind"),
            Option("2", "information", "information.topic"),
        ),
        otherwise="information.goodbye",
        otherwise_value="information",
    )


# What is said here follows the Emigration Ordinance 1979, the Bonded Labour System (Abolition) Act 1992 and the
# Prevention of Trafficking in Persons Act 2018; it names no office or number that could change.
INFORMATION = Flow(
    name="information",
    start="information.topic",
    steps=(
        Menu(
            name="information.topic",
            ask=(
                Prompt("information.agents", "To know about fake agents, press 1."),
                Prompt("information.travel", "About going abroad safely, press 2."),
                Prompt("information.bonded", "About labour for a debt, press 3."),
                Prompt("information.rights", "About your rights, press 4."),
            ),
            fact="topic",
            options=(
                Option("1", "agents", "information.agents"),
                Option("2", "travel", "information.travel"),
                Option("3", "bonded", "information.bonded"),
                Option("4", "rights", "information.rights"),
            ),
            # Nobody is hung up on who has not been told anything yet.
            otherwise="anyway.words",
            otherwise_value="unknown",
        ),
        _topic(
            "information.agents",
            Prompt("information.agents.licence", "An honest agent has a government licence and shows it."),
            Prompt("information.agents.receipt", "Pay nothing without a receipt."),
            Prompt("information.agents.haste", "Whoever hurries you or hides the route is not helping you."),
        ),
        _topic(
            "information.travel",
            Prompt("information.travel.contract", "Before you go, have a contract that you understand."),
            Prompt("information.travel.passport", "Your passport stays with you; leave a copy at home."),
            Prompt("information.travel.visit", "Do not go to work on a visit visa."),
        ),
        _topic(
            "information.bonded",
            Prompt("information.bonded.law", "Making people work for a debt is against the law."),
            Prompt("information.bonded.leave", "Nobody may hold you or your family for money that is owed."),
        ),
        _topic(
            "information.rights",
            Prompt("information.rights.papers", "Nobody may keep your identity card or passport."),
            Prompt("information.rights.wages", "Nobody may lock you in or keep back your wages."),
            Prompt("information.rights.name", "You can ask for help here without giving your name."),
        ),
        Say("information.goodbye", (GOODBYE,)),
    ),
)
