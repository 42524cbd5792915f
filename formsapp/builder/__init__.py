"""The builder: an officer makes and changes a tool on the screen, and the tool's file is what changes.

How a page for a part of a tool is made:

1. a form in `forms/` is a function from the draft's data to a `Form` of fields (`formsapp.builder.fields`), each named
   as in the tool file; `EditedPart` (or `top_part`, for fields of the tool itself) says which part it is of;
2. a page calls `edit_part(draft, part, template)`, which shows and saves it: with the button, as you go, and never over
   somebody else's change;
3. its template extends `builder/part.html`, gives the block `part_title`, and places the fields with `show(form.NAME)`
   in the block `fields` (without the block they stand under each other).

What moves, adds or removes whole parts holds the draft still first (`saving.hold_still`), then calls `change_draft`.
"""
