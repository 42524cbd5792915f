"""Rules of reading the file."""

from tool_definitions.rules.rule import Family, advice, error

FAMILY = Family(
    "Reading the file",
    "Most of these stop the file from being read further, so mend them first.",
    {
        "unreadable-file": error(
            "the file cannot be read",
            "Nothing can be checked until the file can be opened.",
            "Check the name and the folder, and that you may open the file.",
        ),
        "too-large": error(
            "the file is larger than 1 MiB, or has more than 60,000 names, values, lists and sets of fields",
            "A tool of 200 questions is about a tenth of that. A larger file is nearly always something else, or a "
            "tool that nobody could answer.",
            "Check that this is the right file, and split a very long tool in two.",
        ),
        "not-utf-8": error(
            "the file is not UTF-8 text",
            "Saved in another way, accents, dashes and quotation marks turn into other characters.",
            "Save as UTF-8.",
        ),
        "control-character": error(
            "the file holds a control character",
            "Such characters cannot be seen, and break pages, spreadsheets and reports.",
            "Delete the character, or type the line again.",
        ),
        "bad-yaml": error(
            "this is not YAML",
            "The file cannot be understood from this line on. Most often a colon, a bracket, a quotation mark or the "
            "indentation is at fault, here or just above.",
            "Compare the line with those above it: indent with spaces, and put text with a colon in it in quotes.",
        ),
        "empty-file": error(
            "the file is empty",
            "There is nothing to check.",
            "Start from a tool that we ship, or from the example in the guide to the tool file.",
        ),
        "several-documents": error(
            "one file holds one document",
            "A line of three hyphens starts a second document, which would be left out without a word.",
            "Remove the line of three hyphens, and put a second tool in a file of its own.",
        ),
        "alias": error(
            "anchors and aliases (& and *) are not allowed",
            "They let a small file grow until it stops the computer, and a reader no longer sees what a question says.",
            "Write the part out again, and put text that starts with & or * in quotes.",
        ),
        "merge-key": error(
            "merge keys (<<) are not allowed",
            "Fields that come from elsewhere cannot be seen where they count.",
            "Write the fields out again.",
        ),
        "tag": error(
            "unknown tag: tags (!) are not allowed",
            "A tag can tell a program to do things. A tool file only says things.",
            "Remove the tag; if the text starts with an exclamation mark, put it in quotes.",
        ),
        "too-deep": error(
            "nested too deeply: more than 40 levels",
            "No tool needs it, and it can stop the program that reads it.",
            "Close the brackets, and keep conditions to a few parts.",
        ),
        "bad-field-name": error(
            "the name of a field must be plain text",
            "A list or a set of fields cannot be a name.",
            "Write a word before the colon.",
        ),
        "repeated-field": error(
            "the same field is written twice",
            "Only one of the two could count, and nobody could tell which.",
            "Keep the one you mean and delete the other.",
        ),
        "needs-quotes": advice(
            "another program would read this value as something else",
            "We keep 4.10, 010, 12:30 and no as you wrote them. Other programs that read YAML take 4.10 for 4.1, 010 "
            "for 8 and no for false, so answers would no longer match their questions.",
            "Put it in quotes.",
        ),
    },
)
