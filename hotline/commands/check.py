"""`check`: whether this installation is fit to answer calls, and what to do where it is not."""

import os

import click

from hotline.fitness import Fitness, fit, look
from hotline.runtime import build_runtime
from hotline.settings import Settings

MARKS = {Fitness.FIT: "ok  ", Fitness.WARNING: "look", Fitness.UNFIT: "FAIL"}


@click.command()
@click.pass_context
def check(ctx: click.Context) -> None:
    """Say whether this installation is fit to answer calls; exit with 1 when it is not."""
    settings = Settings.from_environ(os.environ)
    click.echo(f"{MARKS[Fitness.FIT]}  settings   every one is there and can be")
    runtime = build_runtime(settings)
    try:
        findings = look(runtime)
    finally:
        runtime.close()
    for finding in findings:
        click.echo(f"{MARKS[finding.fitness]}  {finding.about:<10} {finding.words}")
    if not fit(findings):
        ctx.exit(1)
