"""`prompts`: a stand-in for each prompt, so that a caller hears something before anyone has recorded anything;
`prompts missing`: what still speaks with it."""

import os
from pathlib import Path

import click

from hotline.languages import LOCALES, voice, words
from hotline.prompts import PUBLISHED, PromptShelf
from hotline.stand_ins import render_stand_ins
from ivr_flows.languages import LANGUAGES
from ivr_flows.prompts import every_prompt


@click.group(invoke_without_command=True)
@click.pass_context
def prompts(ctx: click.Context) -> None:
    """Render a stand-in for each prompt into the state folder; nothing is rendered twice."""
    if ctx.invoked_subcommand is None:
        rendered = render(_state_dir())
        click.echo(f"{rendered} rendered into {_state_dir() / 'prompts'}; recordings by people win over them")


@prompts.command()
def missing() -> None:
    """List what no person has recorded yet: language, name, words; tabs between them."""
    shelf = PromptShelf(LOCALES, _state_dir() / "prompts", _state_dir() / PUBLISHED)
    for prompt, language in shelf.without_a_person(every_prompt(), LANGUAGES):
        click.echo(f"{language}\t{prompt.name}\t{words(prompt, language)}")


def _state_dir() -> Path:
    return Path(os.environ.get("HOTLINE_STATE_DIR") or "instance")


def render(state_dir: Path) -> int:
    """How many had to be rendered."""
    return render_stand_ins(every_prompt(), LANGUAGES, words, state_dir / "prompts", voice)
