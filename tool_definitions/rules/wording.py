"""Rules of wording."""

from tool_definitions.rules.rule import Family, advice, error

FAMILY = Family(
    "Wording",
    "What people read. Busy people answer what they think a question says.",
    {
        "blank": error(
            "the words are spaces only",
            "Nothing would be shown where words are needed.",
            "Write the words.",
        ),
        "long-title": advice(
            "a title is over 200 characters",
            "People read the first line and answer that.",
            "Move the detail to guidance.",
        ),
        "hard-to-read": advice(
            "the text is hard to read",
            "Long sentences and long words are skipped, and not everybody who answers has English as a first language.",
            "Use shorter sentences and shorter words.",
        ),
        "raw-html": advice(
            "HTML is shown as it is written, not as formatting",
            "People would see the angle brackets.",
            "Use Markdown: **bold**, *italic*, lists with hyphens.",
        ),
        "hidden-character": advice(
            "the text holds hidden characters that change how it reads",
            "They come from copying out of other programs, and can turn or hide words.",
            "Type the words again.",
        ),
        "placeholder-text": advice(
            "the words look like a placeholder that was to be replaced",
            "It would go to every setting as it stands.",
            "Write what is meant, or remove it.",
        ),
        "title-ends-oddly": advice(
            "a title ends with a full stop, colon, semicolon or comma",
            "Titles stand in lists and tables. A colon says that something follows, and nothing does.",
            "Remove it.",
        ),
        "all-capitals": advice(
            "a title is all in capital letters",
            "It is slower to read, reads like shouting, and some screen readers spell it out.",
            "Use capitals only where a sentence has them.",
        ),
        "unbalanced-markdown": advice(
            "Markdown is opened and not closed",
            "The asterisks or brackets would be shown as they are.",
            "Close the bold, italic or link, or remove the marks.",
        ),
        "link-says-nothing": advice(
            "the words of a link do not say where it leads",
            "People who listen to a list of links hear 'here, here, here'.",
            "Use the name of the page as the words of the link.",
        ),
        "duplicate-title": advice(
            "two sections, or two questions asked of the same people, have the same title",
            "People answer the first and think the second is a mistake. In the report nobody can tell them apart.",
            "Say what is different, or remove one.",
        ),
        "near-duplicate-title": advice(
            "two questions ask nearly the same",
            "People are asked twice, and the answers that differ cannot be explained.",
            "Join them, or make the difference plain.",
        ),
        "guidance-repeats-title": advice(
            "the guidance only repeats the title",
            "It takes space and says nothing on where to look.",
            "Say what to look at and whom to ask, or remove it.",
        ),
        "double-question": advice(
            "one answer is asked for and two questions are put",
            "If the answer to one is yes and to the other no, people cannot answer.",
            "Ask two questions, or ask for one thing.",
        ),
        "negative-title": advice(
            "a rated statement is put in the negative",
            "To rate something that does not happen as fully met is easy to misread, and ratings come out upside down.",
            "Say what good practice does.",
        ),
        "open-ended-title": advice(
            "'etc', 'and/or' or 'and so on' leaves open what is asked",
            "Two settings answer two different questions.",
            "Name what is meant, or move examples to guidance.",
        ),
        "not-a-question": advice(
            "a yes/no question is not put as a question",
            "A heading such as 'Nursery provision' can be answered either way.",
            "Ask it: 'Is there a nursery?'",
        ),
        "unexplained-acronym": advice(
            "an abbreviation in a title is not explained anywhere in the tool",
            "New staff, governors and small agencies do not know it.",
            "Write it out the first time, with the abbreviation in brackets.",
        ),
    },
)
