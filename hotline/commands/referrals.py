"""`referrals refused` and `referrals retry`: what the carrier will not take, and sending it again once mended."""

import os

import click

from hotline.referrals.sweep import refused as refused_referrals
from hotline.referrals.sweep import retry as retry_refused
from hotline.runtime import build_runtime
from hotline.settings import Settings


@click.group()
def referrals() -> None:
    """Look after referrals that the carrier refused."""


@referrals.command()
def refused() -> None:
    """List the refused referrals: id, circle, the carrier's reason."""
    runtime = build_runtime(Settings.from_environ(os.environ))
    with runtime.database.statement() as session:
        for referral_id, circle, reason in refused_referrals(session):
            click.echo(f"{referral_id}  {circle:<8}  {reason}")
    runtime.close()


@referrals.command()
def retry() -> None:
    """Send all of them again; do this once what they were refused for (a token, a permission) is mended."""
    runtime = build_runtime(Settings.from_environ(os.environ))
    with runtime.database.transaction() as session:
        count = retry_refused(session, "a person has mended it")
    runtime.close()
    click.echo(f"{count} will be sent again")
