"""How a workbook for working offline is laid out: what writes it and what reads it back share these words."""

from typing import NamedTuple

LAYOUT = "formsapp return 1"
#: The sheet that says what the workbook was made for and what it showed; nobody is meant to see it.
MADE_FOR = "Made for"
INSTRUCTIONS = "Instructions"
NUMBER, QUESTION, KEY = "Number", "Question", "Key"
HOW = "How to answer"
#: Rows of a section's sheet, from 0: its title, its guidance, the headings, the questions.
TITLE_ROW, GUIDANCE_ROW, HEADING_ROW, FIRST_ROW = range(4)


class Part(NamedTuple):
    """A column to fill in: the part of the answer it holds, its heading and its width."""

    part: str
    heading: str
    width: int


PARTS = (
    Part("value", "Your answer", 28),
    Part("reason", "If not applicable: why", 26),
    Part("comment", "Comment", 42),
    Part("evidence", "Evidence: what it is, its date, where you keep it", 36),
    Part("action", "What you will do", 36),
    Part("who", "Who will do it", 20),
    Part("by", "By when, like 28 2 2027", 16),
)
#: Questions in rows of boxes are answered on the website alone.
ON_THE_WEBSITE = "Fill this in on the website: it takes several rows. What is there now: "
