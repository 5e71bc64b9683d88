"""`prompts`: a stand-in for each prompt, so that a caller hears something before anyone has recorded anything."""

import os
from pathlib import Path

import click

from hotline.languages import Language, words
from hotline.stand_ins import render_stand_ins
from ivr_flows.prompts import every_prompt


@click.command()
def prompts() -> None:
    """Render a stand-in for each prompt into the state folder; nothing is rendered twice."""
    state_dir = Path(os.environ.get("HOTLINE_STATE_DIR") or "instance")
    rendered = render(state_dir)
    click.echo(f"{rendered} rendered into {state_dir / 'prompts'}; recordings in locales/ win over them")


def render(state_dir: Path) -> int:
    """How many had to be rendered."""
    return render_stand_ins(
        every_prompt(),
        [language.value for language in Language],
        lambda prompt, language: words(prompt, Language(language)),
        state_dir / "prompts",
    )
