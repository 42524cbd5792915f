"""Why a workbook is refused as a whole."""


class Refused(Exception):
    """The workbook cannot be used: a code, a sentence and what to do."""

    def __init__(self, code: str, message: str, remedy: str = "") -> None:
        self.code, self.message, self.remedy = code, message, remedy
        super().__init__(message)


def too_large(what: str) -> Refused:
    """The refusal of a workbook that would take too much room or time."""
    remedy = "delete the rows, columns and sheets that are not needed, and save it again"
    return Refused("too-large", f"the workbook is too large when opened: {what}", remedy)


def damaged(what: str) -> Refused:
    """The refusal of a file that looks like a workbook and cannot be read as one."""
    remedy = "open it in Excel, save it again as .xlsx, and try once more"
    return Refused("damaged-workbook", f"the workbook is damaged: {what}", remedy)
