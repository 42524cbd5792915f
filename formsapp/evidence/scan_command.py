"""`formsapp evidence scan`: have files looked at that no scanner has looked at yet. For a timer, every few minutes."""

from collections import Counter

import click
from flask import current_app
from flask.cli import with_appcontext

from formsapp.database import database
from formsapp.evidence.scanner import Scan
from formsapp.evidence.scanning import scan_file, waiting_files

STILL_WAITING = 1


@click.group()
def evidence() -> None:
    """The files that organisations keep as evidence."""


@evidence.command("scan")
@with_appcontext
def scan_evidence() -> None:
    """Look for viruses in every file that waits for it, and in those that came before there was a scanner.

    Exit 0 done, 1 some still wait: the scanner was away or unwell.
    """
    address = current_app.extensions["formsapp_settings"].scanner
    if not address:
        raise click.ClickException("No scanner is set: say where clamd listens in FORMSAPP_SCANNER.")
    found: Counter[Scan] = Counter()
    for file_id in waiting_files(database()):
        verdict = scan_file(database(), address, file_id)
        if verdict is None:
            continue
        found[verdict.scan] += 1
        if verdict.scan is not Scan.CLEAN:
            click.echo(f"file {file_id}: {verdict.scan.value.replace('_', ' ')}: {verdict.words}")
    click.echo(
        f"{found[Scan.CLEAN]} clean, {found[Scan.INFECTED]} with a virus, {found[Scan.PROTECTED]} protected, "
        f"{found[Scan.WAITING]} still waiting."
    )
    if found[Scan.WAITING]:
        raise SystemExit(STILL_WAITING)
