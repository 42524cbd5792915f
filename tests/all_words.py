"""All the words of an answer, whatever it is: a page, a PDF, or a file that is a packed folder."""

import io
import zipfile

from werkzeug.test import TestResponse

from tests.previews.pdf_text import text_of


def all_words(answer: TestResponse) -> str:
    """What an answer says, unpacked."""
    content = answer.get_data()
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return "\n".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist())
    if content.startswith(b"%PDF"):
        return text_of(content).text
    return content.decode("utf-8", "replace")
