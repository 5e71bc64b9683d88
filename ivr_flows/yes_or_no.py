"""A question with a yes and a no, where silence is an answer as well."""

from ivr_flows.steps import Menu, Option, Prompt


def yes_or_no(name: str, yes: Prompt, no: Prompt, fact: str, to: str, silence: str = "unknown") -> Menu:
    """All answers lead to `to`; silence, after one try, counts as the value `silence`."""
    return Menu(
        name=name,
        ask=(yes, no),
        fact=fact,
        options=(Option("1", "yes", to), Option("2", "no", to)),
        otherwise=to,
        otherwise_value=silence,
        silences=1,
    )
