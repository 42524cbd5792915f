"""The pages on which a return is filled in, submitted, read and sent back: a file a journey."""

from formsapp.returns.pages import answering, reading, sending_back, submitting
from formsapp.returns.pages.blueprint import pages

__all__ = ["answering", "pages", "reading", "sending_back", "submitting"]
