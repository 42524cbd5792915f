"""The pages on which a return is filled in, submitted, read and sent back: a file a journey."""

from formsapp.returns.pages import answering, last_year, reading, saving, sending_back, submitting
from formsapp.returns.pages.blueprint import pages

__all__ = ["answering", "last_year", "pages", "reading", "saving", "sending_back", "submitting"]
