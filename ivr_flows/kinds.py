"""What a report is about: one key, and for most kinds a second one that makes it finer."""

from ivr_flows.phrases import A_PERSON, HEAR_AGAIN
from ivr_flows.steps import Menu, Option, Prompt, Said

KINDS: Said = (
    Prompt("kind.work", "For forced labour, press 1."),
    Prompt("kind.child", "For a child made to work or beg, press 2."),
    Prompt("kind.sexual", "For sexual exploitation, press 3."),
    Prompt("kind.more", "For anything else, press 4."),
    A_PERSON,
    HEAR_AGAIN,
)
WORK: Said = (
    Prompt("kind_work.debt", "To pay off a debt, press 1."),
    Prompt("kind_work.home", "In someone's house, press 2."),
    Prompt("kind_work.other", "Any other work, press 3."),
)
CHILD: Said = (
    Prompt("kind_child.work", "If the child is made to work, press 1."),
    Prompt("kind_child.beg", "If the child is made to beg, press 2."),
)
MORE: Said = (
    Prompt("kind_more.abroad", "For a fake agent, press 1."),
    Prompt("kind_more.marriage", "For a forced marriage, press 2."),
    Prompt("kind_more.organ", "For a kidney or other organ taken or sold, press 3."),
    Prompt("kind_more.other", "For something else, press 4."),
)


def kind_menus(flow: str, to: str) -> tuple[Menu, ...]:
    """The menus under this flow's name; whichever kind is chosen, `to` comes next."""
    # A first answer is noted at once and made finer by the second page, so that a caller who hangs up
    # between the two has still told us what it is about.
    first = Menu(
        name=f"{flow}.kind",
        ask=KINDS,
        fact="kind",
        options=(
            Option("1", "forced_labour", f"{flow}.kind_work"),
            Option("2", "child_labour", f"{flow}.kind_child"),
            Option("3", "sexual_exploitation", to),
            Option("4", "other", f"{flow}.kind_more"),
        ),
        # Who presses nothing here will not press a province either, but may well speak.
        otherwise="anyway.words",
        otherwise_value="unknown",
    )
    return (
        first,
        _finer(f"{flow}.kind_work", WORK, ("bonded_labour", "domestic_servitude", "forced_labour"), to),
        _finer(f"{flow}.kind_child", CHILD, ("child_labour", "child_begging"), to),
        _finer(f"{flow}.kind_more", MORE, ("smuggling", "forced_marriage", "organ_removal", "other"), to),
    )


def _finer(name: str, ask: Said, values: tuple[str, ...], to: str) -> Menu:
    """One kind a key, in order; silence leaves the kind at the one that the first page noted."""
    return Menu(
        name=name,
        ask=ask,
        fact="kind",
        options=tuple(Option(str(key), value, to) for key, value in enumerate(values, start=1)),
        otherwise=to,
        otherwise_value="unknown",
    )
