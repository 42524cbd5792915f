"""Changing a tool's text by small splices, so that comments, layout and all that is untouched stay byte for byte.

`edit` makes edits; `write_tool` and `write_part` write data in house style. `structure` says which edits an officer's
change takes: to move a question, to rename one with the conditions on it, to copy a section.
"""

from tool_definitions.editing.editor import edit
from tool_definitions.editing.edits import Edit, EditRefused, Insert, Move, Put, Remove, Rename
from tool_definitions.editing.writing import write_part, write_tool

__all__ = ["Edit", "EditRefused", "Insert", "Move", "Put", "Remove", "Rename", "edit", "write_part", "write_tool"]
