"""Texts that look like the escapes of a workbook, such as _x000B_, written so that they are read back as they were."""

import re
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]
from xlsxwriter.packager import Packager  # type: ignore[import-untyped]
from xlsxwriter.sharedstrings import SharedStrings  # type: ignore[import-untyped]

#: An underscore that would begin an escape. The next may begin with the underscore that ends this one.
_BEGINS = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


class WorkbookWithEscapes(xlsxwriter.Workbook):  # type: ignore[misc]
    """A workbook whose texts are escaped wherever an escape could be read; the writer itself misses every second."""

    def _get_packager(self) -> "_Packager":
        return _Packager()


class _Packager(Packager):  # type: ignore[misc]
    def _write_shared_strings_file(self) -> None:
        texts = _Texts()
        texts.string_table = self.workbook.str_table
        if texts.string_table.count:
            texts._set_xml_writer(self._filename("xl/sharedStrings.xml"))  # noqa: SLF001  as the writer does it
            texts._assemble_xml_file()  # noqa: SLF001  as above


class _Texts(SharedStrings):  # type: ignore[misc]
    @staticmethod
    def _escape_control_characters(data: str) -> Any:
        """The parts between the underscores hold no escape, so that the writer escapes none again."""
        return "_x005F_".join(SharedStrings._escape_control_characters(part) for part in _BEGINS.split(data))  # noqa: SLF001
