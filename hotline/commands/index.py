"""Every command that an operator types, by its name."""

import importlib
import os
import signal
import sys
from typing import Any

import click

from hotline.errors import HotlineError

# name: (module under hotline.commands, what it does). Loaded when used: `run` needs none of what `call` needs.
COMMANDS = {
    "run": ("run", "Start everything on this machine and keep it running."),
    "check": ("check", "Say whether this installation is fit to answer calls."),
    "call": ("practice", "Place a practice call; print what the caller hears and presses."),
    "text": ("practice", "Send a practice SMS; print the replies."),
    "places": ("texts", "Say which places messages name, as JSON; one message a line."),
    "triage": ("texts", "Say what kind of tip messages are, and how urgent, as JSON; one message a line."),
    "route": ("route", "Say who gets a tip from a district, and why."),
    "circles": ("circles", "Load or show the directory of circles."),
    "referrals": ("referrals", "List what the carrier refused, and send it again once mended."),
    "supervisors": ("supervisors", "Make and mend the accounts of supervisors."),
    "prompts": ("prompts", "Render a stand-in for each prompt; list those that no person has recorded."),
}


class Index(click.Group):
    """The group of all commands; a fault that an operator can mend is told in its own words, without a traceback."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, words = COMMANDS[cmd_name]
        command: click.Command = getattr(importlib.import_module(f"hotline.commands.{module}"), cmd_name)
        command.short_help = words
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, words) for name, (_, words) in COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except HotlineError as error:
            for line in str(error).splitlines():
                click.echo(f"hotline: {line}", err=True)
            ctx.exit(1)


@click.command(cls=Index, context_settings={"help_option_names": ["-h", "--help"]})
def hotline() -> None:
    """Raabta: a hotline for potential victims of trafficking."""


def main() -> None:
    # A reader that has had enough (`... | head`) ends us quietly, as it ends other programs.
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    # Names and messages are Urdu: they are written as UTF-8 whatever the terminal's locale says.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    os.umask(0o077)
    hotline(prog_name="python -m hotline")
