"""What a report is about: one key, and for most kinds a second one that makes it finer."""

from ivr_flows.steps import Menu, Option, Prompt


def kind_menus(flow: str, to: str) -> tuple[Menu, ...]:
    """The menus under this flow's name; whichever kind is chosen, `to` comes next."""
    return (
        # A first answer is noted at once and made finer by the second page, so that a caller who hangs up
        # between the two has still told us what it is about.
        Menu(
            name=f"{flow}.kind",
            ask=(
                Prompt("kind.work", "For forced labour, or labour for a debt, press 1."),
                Prompt("kind.child", "For a child made to work or beg, press 2."),
                Prompt("kind.sexual", "For sexual exploitation, press 3."),
                Prompt("kind.more", "For anything else, press 4."),
            ),
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
        ),
        Menu(
            name=f"{flow}.kind_work",
            ask=(
                Prompt("kind_work.debt", "To pay off a debt, press 1."),
                Prompt("kind_work.home", "In someone's house, press 2."),
                Prompt("kind_work.other", "Any other work, press 3."),
            ),
            fact="kind",
            options=(
                Option("1", "bonded_labour", to),
                Option("2", "domestic_servitude", to),
                Option("3", "forced_labour", to),
            ),
            otherwise=to,
            otherwise_value="forced_labour",
        ),
        Menu(
            name=f"{flow}.kind_child",
            ask=(
                Prompt("kind_child.work", "If the child is made to work, press 1."),
                Prompt("kind_child.beg", "If the child is made to beg, press 2."),
            ),
            fact="kind",
            options=(Option("1", "child_labour", to), Option("2", "child_begging", to)),
            otherwise=to,
            otherwise_value="child_labour",
        ),
        Menu(
            name=f"{flow}.kind_more",
            ask=(
                Prompt("kind_more.abroad", "For an agent who cheats people going abroad, press 1."),
                Prompt("kind_more.marriage", "For a forced marriage, press 2."),
                Prompt("kind_more.organ", "For a kidney or other organ taken or sold, press 3."),
                Prompt("kind_more.other", "For something else, press 4."),
            ),
            fact="kind",
            options=(
                Option("1", "smuggling", to),
                Option("2", "forced_marriage", to),
                Option("3", "organ_removal", to),
                Option("4", "other", to),
            ),
            otherwise=to,
            otherwise_value="other",
        ),
    )
