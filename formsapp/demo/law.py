"""The register of law and guidance, filled from what the shipped tools cite."""

from formsapp.demo.making import Making
from formsapp.legal_register.commands import fill_register
from tool_definitions.legal_references import legal_instruments


def fill_law(making: Making) -> None:
    """The law and guidance that the borough's tools cite, noted before its first tool."""
    with making.on(406):
        fill_register(making.session, instruments=legal_instruments(), by=making.officer)
