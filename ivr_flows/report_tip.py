"""Reporting a potential victim by phone: what kind, which province, where, what happens, a code to keep."""

from ivr_flows.phrases import GOODBYE
from ivr_flows.steps import Flow, Menu, Option, Prompt, Record, Reference, Said, Say

DANGER = Prompt("report_tip.danger", "If someone is in danger right now, hang up and call the police on 15.")
FINISH = Prompt("report_tip.finish", "When you have finished, press hash or just wait.")
CANNOT_SPEAK = Prompt(
    "report_tip.cannot_speak", "If you cannot speak now, just wait. Your report still counts."
)


WHAT_KIND: Said = (
    Prompt("report_tip.kind", "What is it about?"),
    Prompt("report_tip.kind.work", "For someone made to work by force or for a debt, press 1."),
    Prompt("report_tip.kind.child", "For a child made to work or beg, press 2."),
    Prompt("report_tip.kind.sexual", "For someone sexually exploited, press 3."),
    Prompt("report_tip.kind.more", "For anything else, press 4."),
)

# A first answer is noted at once and made finer by the second page, so that a caller who hangs up
# between the two has still told us what it is about.
KIND = Menu(
    name="report_tip.kind",
    ask=(
        Prompt(
            "report_tip.welcome",
            "This is Raabta. If someone is exploited or held by force, you can report it here. "
            "You need not give your name.",
        ),
        DANGER,
        *WHAT_KIND,
    ),
    ask_again=WHAT_KIND,
    fact="kind",
    options=(
        Option("1", "forced_labour", "report_tip.kind_work"),
        Option("2", "child_labour", "report_tip.kind_child"),
        Option("3", "sexual_exploitation", "report_tip.province"),
        Option("4", "other", "report_tip.kind_more"),
    ),
    # Who presses nothing three times over will not press a province either, but may well speak.
    otherwise="report_tip.where",
    otherwise_value="unknown",
)

KIND_WORK = Menu(
    name="report_tip.kind_work",
    ask=(
        Prompt("report_tip.kind_work", "What kind of work is it?"),
        Prompt(
            "report_tip.kind_work.debt",
            "For work to pay off a debt, at a brick kiln, on a farm or elsewhere, press 1.",
        ),
        Prompt("report_tip.kind_work.home", "For work in someone's house, press 2."),
        Prompt("report_tip.kind_work.other", "For any other forced work, press 3."),
    ),
    fact="kind",
    options=(
        Option("1", "bonded_labour", "report_tip.province"),
        Option("2", "domestic_servitude", "report_tip.province"),
        Option("3", "forced_labour", "report_tip.province"),
    ),
    otherwise="report_tip.province",
    otherwise_value="forced_labour",
)

KIND_CHILD = Menu(
    name="report_tip.kind_child",
    ask=(
        Prompt("report_tip.kind_child", "What is the child made to do?"),
        Prompt("report_tip.kind_child.work", "If the child is made to work, press 1."),
        Prompt("report_tip.kind_child.beg", "If the child is made to beg, press 2."),
    ),
    fact="kind",
    options=(
        Option("1", "child_labour", "report_tip.province"),
        Option("2", "child_begging", "report_tip.province"),
    ),
    otherwise="report_tip.province",
    otherwise_value="child_labour",
)

KIND_MORE = Menu(
    name="report_tip.kind_more",
    ask=(
        Prompt("report_tip.kind_more", "Which of these is it?"),
        Prompt(
            "report_tip.kind_more.abroad",
            "For an agent who cheats or smuggles people going abroad, press 1.",
        ),
        Prompt("report_tip.kind_more.marriage", "For someone forced to marry, press 2."),
        Prompt(
            "report_tip.kind_more.organ",
            "For someone whose kidney or other organ is taken or sold, press 3.",
        ),
        Prompt("report_tip.kind_more.other", "For something else, press 4."),
    ),
    fact="kind",
    options=(
        Option("1", "smuggling", "report_tip.province"),
        Option("2", "forced_marriage", "report_tip.province"),
        Option("3", "organ_removal", "report_tip.province"),
        Option("4", "other", "report_tip.province"),
    ),
    otherwise="report_tip.province",
    otherwise_value="other",
)

# The most populous first.
PROVINCE = Menu(
    name="report_tip.province",
    ask=(
        Prompt("report_tip.province", "In which province is it happening?"),
        Prompt("report_tip.province.punjab", "For Punjab, press 1."),
        Prompt("report_tip.province.sindh", "For Sindh, press 2."),
        Prompt("report_tip.province.kp", "For Khyber Pakhtunkhwa, press 3."),
        Prompt("report_tip.province.more", "For any other region, press 4."),
    ),
    fact="province",
    options=(
        Option("1", "Punjab", "report_tip.where"),
        Option("2", "Sindh", "report_tip.where"),
        Option("3", "KP", "report_tip.where"),
        Option("4", "unknown", "report_tip.province_more"),
    ),
    otherwise="report_tip.where",
    otherwise_value="unknown",
)

PROVINCE_MORE = Menu(
    name="report_tip.province_more",
    ask=(
        Prompt("report_tip.province_more", "Which region is it?"),
        Prompt("report_tip.province_more.balochistan", "For Balochistan, press 1."),
        Prompt("report_tip.province_more.kashmir", "For Azad Kashmir, press 2."),
        Prompt("report_tip.province_more.islamabad", "For Islamabad, press 3."),
        Prompt("report_tip.province_more.gilgit", "For Gilgit-Baltistan, press 4."),
    ),
    fact="province",
    options=(
        Option("1", "Balochistan", "report_tip.where"),
        Option("2", "AJK", "report_tip.where"),
        Option("3", "ICT", "report_tip.where"),
        Option("4", "GB", "report_tip.where"),
    ),
    otherwise="report_tip.where",
    otherwise_value="unknown",
)

SAY_WHERE = Prompt(
    "report_tip.where",
    "After the tone, say where it is happening: the village or neighbourhood, and the city or district.",
)
WHERE = Record(
    name="report_tip.where",
    ask=(
        Prompt(
            "report_tip.consent",
            "What you say next is recorded, and only people who work on your report may hear it.",
        ),
        SAY_WHERE,
        FINISH,
    ),
    ask_again=(CANNOT_SPEAK, SAY_WHERE),
    fact="where",
    to="report_tip.what",
    max_seconds=60,
)

SAY_WHAT = Prompt("report_tip.what", "Now, after the tone, tell us what is happening. Take your time.")
WHAT = Record(
    name="report_tip.what",
    ask=(SAY_WHAT, FINISH),
    ask_again=(CANNOT_SPEAK, SAY_WHAT),
    fact="what",
    to="report_tip.thanks",
)

THANKS = Say(
    name="report_tip.thanks",
    say=(
        Prompt("report_tip.thanks", "Thank you. Your report has been received."),
        Prompt("report_tip.code", "Your code is:"),
        Reference(),
        Prompt("report_tip.code_again", "Once more, your code is:"),
        Reference(),
        DANGER,
        GOODBYE,
    ),
)

REPORT_TIP = Flow(
    name="report_tip",
    start="report_tip.kind",
    steps=(KIND, KIND_WORK, KIND_CHILD, KIND_MORE, PROVINCE, PROVINCE_MORE, WHERE, WHAT, THANKS),
)
