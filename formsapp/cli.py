"""The command line: one program, `formsapp`. Each command is imported when it is asked for."""

import sys
from importlib import import_module
from typing import Any

import click
from flask import Flask
from flask.cli import ScriptInfo

from formsapp.settings import UNSAFE_CONFIGURATION, UnsafeSettingsError


class LateGroup(click.Group):
    """A group whose commands are named as `module:attribute`: scoring starts without Flask, the web without pandas."""

    def __init__(self, *args: Any, late: dict[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.late = late or {}

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of every command, those not yet imported among them."""
        return sorted({*super().list_commands(ctx), *self.late})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name, imported now if need be."""
        if cmd_name not in self.late:
            return super().get_command(ctx, cmd_name)
        module, _, attribute = self.late[cmd_name].partition(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command


@click.group(
    cls=LateGroup,
    late={
        "agreement": "formsapp.moderation_commands:agreement",
        "allocate": "formsapp.moderation_commands:allocate",
        "demo": "formsapp.demo.command:demo",
        "estimate": "formsapp.moderation_commands:estimate",
        "evidence": "formsapp.evidence.scan_command:evidence",
        "explain": "formsapp.scoring_commands:explain",
        "invite": "formsapp.people.invite_command:invite",
        "migrate": "formsapp.migrations.command:migrate",
        "references": "formsapp.references.load_command:references",
        "register": "formsapp.organisations.register_command:register",
        "routes": "formsapp.access.routes_command:routes",
        "sample": "formsapp.moderation_commands:sample",
        "score": "formsapp.scoring_commands:score",
        "summarise": "formsapp.scoring_commands:summarise",
        "verify-audit": "formsapp.audit_trail.verify_command:verify_audit",
    },
)
@click.pass_context
def main(context: click.Context) -> None:
    """Safeguarding audits: tools, scoring and the web application."""
    context.obj = ScriptInfo(create_app=_application)


@main.group(
    cls=LateGroup,
    late={
        "changes": "formsapp.tools.changes_command:changes",
        "check": "formsapp.tools.check_command:check",
        "export": "formsapp.tools.exchange_commands:export_tool",
        "from-excel": "formsapp.tools.workbook_commands:from_excel",
        "import": "formsapp.tools.exchange_commands:import_tool",
        "to-excel": "formsapp.tools.workbook_commands:to_excel",
    },
)
def tools() -> None:
    """Audit tools: files that hold a rating scheme and its questions."""


def _application() -> Flask:
    from formsapp import create_app  # noqa: PLC0415  scoring commands must not load the web application

    try:
        return create_app()
    except UnsafeSettingsError as error:
        for problem in error.problems:
            click.echo(f"will not start: {problem}", err=True)
        sys.exit(UNSAFE_CONFIGURATION)


if __name__ == "__main__":
    main()
