"""Every row of group E of the catalogue of bad inputs: what is imported from Excel, and what is refused.

Each refusal is checked in the process that reads workbooks, which has 200 MB of memory and 5 seconds.
"""

import io
import re
import struct
import zipfile

import pytest
import xlsxwriter

from tests.tool_definitions.workbook.hostile import (
    HEADINGS,
    SHEET_TYPE,
    audit_rows,
    packed,
    parts_of,
    relation,
    relations_xml,
    row_of,
    sheet_xml,
    text_cell,
    text_row,
)
from tool_definitions.workbook.foreign import build_from_foreign
from tool_definitions.workbook.guess import guess_mapping
from tool_definitions.workbook.read import read_sheets
from tool_definitions.workbook.remarks import remarks

#: What a person settles that a bare sheet cannot show.
TOOL = {"title": "Audit", "key": "audit", "version": "2026", "question_type": "text"}


def _refused(content):
    """The one problem of a workbook that is refused whole."""
    sheets, problems = read_sheets(content)
    assert sheets is None
    (problem,) = problems
    return problem.sentence


def _sheets(content):
    sheets, problems = read_sheets(content)
    assert problems == []
    return sheets


def _audit(rows, **sheet):
    return packed(parts_of(sheet_xml(rows, **sheet)))


def _imported(content, **chosen):
    """What comes of a workbook of which the one sheet is imported as it was guessed, but for what was chosen."""
    sheets = _sheets(content)
    mapping = guess_mapping(sheets)
    sheet = mapping.sheets[0].model_copy(update=chosen)
    return build_from_foreign(sheets, mapping.model_copy(update={"sheets": (sheet,), **TOOL}))


def _titles(built):
    return [question["title"] for section in built.document["sections"] for question in section["questions"]]


def _sentences(built):
    return [problem.sentence for problem in built.problems]


def test_the_plain_workbook_beneath_all_these_is_imported():
    built = _imported(_audit(audit_rows()))
    assert _titles(built) == ["Is there a plan?", "Is it known?"]
    assert built.problems == []


# E1


def test_e1_a_zip_bomb_is_too_large():
    bomb = parts_of(sheet_xml(audit_rows())) | {"xl/sharedStrings.xml": b" " * 60_000_000}
    assert "too large when opened" in _refused(packed(bomb))


def test_e1_many_large_parts_are_too_large():
    letters = bytes(range(256)) * 40_000
    parts = parts_of(sheet_xml(audit_rows())) | {f"xl/media/{number}.bin": letters for number in range(20)}
    assert "too large when opened" in _refused(packed(parts))


def test_e1_ten_thousand_parts_are_too_large():
    parts = parts_of(sheet_xml(audit_rows())) | {f"xl/x{number}.xml": "" for number in range(10_000)}
    assert "too large when opened" in _refused(packed(parts))


def test_e1_overlapping_parts_are_too_large():
    """Two entries of the list of parts point at the same data."""
    content = bytearray(packed(parts_of(sheet_xml(audit_rows())) | {"xl/twice.xml": "<a/>"}))
    entries = []
    place = content.find(b"PK\x01\x02")
    while place >= 0:
        entries.append(place)
        place = content.find(b"PK\x01\x02", place + 4)
    (first,) = struct.unpack_from("<L", content, entries[-2] + 42)
    struct.pack_into("<L", content, entries[-1] + 42, first)
    assert "overlap" in _refused(bytes(content))


def test_e1_a_sheet_that_unpacks_without_end_stops():
    """Within the sizes allowed, but more cells than any tool has."""
    row = "".join(f"<c><v>{number}</v></c>" for number in range(500))
    assert "too large when opened" in _refused(_audit(f"<row>{row}</row>" * 400))


# E2

ENTITIES = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "http://127.0.0.1:9/x">]>'


@pytest.mark.parametrize("start", [ENTITIES, OUTSIDE])
def test_e2_entities_in_a_sheet_are_refused(start):
    assert "XML document type or entity" in _refused(_audit(audit_rows(), start=start))


@pytest.mark.parametrize("start", [ENTITIES, OUTSIDE])
def test_e2_entities_in_shared_texts_are_refused(start):
    parts = parts_of(sheet_xml(audit_rows()))
    parts["xl/sharedStrings.xml"] = f"{start}<sst><si><t>&b;</t></si></sst>"
    parts["xl/_rels/workbook.xml.rels"] = relations_xml(
        [relation(1, "worksheet", "worksheets/sheet1.xml"), relation(2, "sharedStrings", "sharedStrings.xml")]
    )
    assert "XML document type or entity" in _refused(packed(parts))


# E3


@pytest.mark.parametrize("merged", ["A9:XFD1048576", "A1:XFD1048576", "A1:XFD60"])
def test_e3_an_enormous_merge_costs_nothing(merged):
    content = _audit(audit_rows(), after=f'<mergeCells count="1"><mergeCell ref="{merged}"/></mergeCells>')
    assert len(content) < 5_000
    sheets = _sheets(content)
    kept = 9 if merged.startswith("A9") else 1
    assert len(list(sheets.sheets[0].cells())) == kept


# E4


def test_e4_a_merged_heading_gives_its_value_to_every_row_beside_it():
    rows = [text_row(1, HEADINGS), text_row(2, ("a1", "Leadership", "Is there a plan?"))]
    rows += [text_row(3, ("a2", "", "Is it known?")), text_row(4, ("b1", "Practice", "Is it used?"))]
    content = _audit("".join(rows), after='<mergeCells count="1"><mergeCell ref="B2:B3"/></mergeCells>')
    built = _imported(content)
    found = {section["title"]: len(section["questions"]) for section in built.document["sections"]}
    assert found == {"Leadership": 2, "Practice": 1}
    assert _sheets(content).sheets[0].cell(3, 2).text == "Leadership"


def test_e4_what_stands_under_a_merge_is_not_read():
    content = _audit(audit_rows(), after='<mergeCells count="1"><mergeCell ref="B2:B3"/></mergeCells>')
    assert 2 not in _sheets(content).sheets[0].rows[3]


# E5


@pytest.mark.parametrize("inside", ["<f>1+1</f><v>2</v>", "<f>1+1</f>", '<f t="shared" si="0"/><v>2</v>'])
def test_e5_a_formula_is_named_and_never_worked_out(inside):
    content = _audit(audit_rows(row_of(7, [f'<c r="B7">{inside}</c>'])))
    assert "Audit!B7 is a formula; paste values" in _sentences(_imported(content))


# E6


@pytest.mark.parametrize(
    ("part", "what"),
    [
        ("xl/externalLinks/externalLink1.xml", "links to other workbooks"),
        ("xl/connections.xml", "a connection to data elsewhere"),
        ("xl/queryTables/queryTable1.xml", "a web or data query"),
        ("xl/embeddings/oleObject1.bin", "an embedded object"),
    ],
)
def test_e6_what_reaches_out_is_refused(part, what):
    assert what in _refused(packed(parts_of(sheet_xml(audit_rows())) | {part: "<a/>"}))


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("image", "http://127.0.0.1:9/a.png"),
        ("externalLinkPath", "file:///C:/other.xlsx"),
        ("oleObject", "\\\\server\\share\\a.doc"),
        ("attachedTemplate", "http://127.0.0.1:9/a.xltx"),
    ],
)
def test_e6_a_relationship_to_elsewhere_is_refused(kind, target):
    parts = parts_of(sheet_xml(audit_rows()))
    parts["xl/worksheets/_rels/sheet1.xml.rels"] = relations_xml([relation(1, kind, target, "External")])
    assert "nothing outside the workbook is ever read" in _refused(packed(parts))


def test_e6_a_dde_link_written_as_a_formula_is_a_formula():
    content = _audit(audit_rows(row_of(7, ["<c r=\"B7\"><f>cmd|' /C calc'!A0</f><v>0</v></c>"])))
    assert any("Audit!B7 is a formula" in sentence for sentence in _sentences(_imported(content)))


def test_e6_an_ordinary_link_on_a_cell_is_only_text():
    parts = parts_of(sheet_xml(audit_rows()))
    parts["xl/worksheets/_rels/sheet1.xml.rels"] = relations_xml(
        [relation(1, "hyperlink", "https://example.org/", "External")]
    )
    assert len(_titles(_imported(packed(parts)))) == 2


# E7


@pytest.mark.parametrize(
    ("more", "content_type"),
    [
        ({"xl/vbaProject.bin": "x"}, SHEET_TYPE),
        ({"xl/macrosheets/sheet1.xml": "<a/>"}, SHEET_TYPE),
        ({}, "application/vnd.ms-excel.sheet.macroEnabled.main+xml"),
    ],
)
def test_e7_macros_are_not_accepted(more, content_type):
    parts = parts_of(sheet_xml(audit_rows()), content_type=content_type) | more
    assert _refused(packed(parts)).startswith("Macros are not accepted")


# E8


def _named_in_utf16(name):
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + name.encode("utf-16-le") + bytes(512)


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (_named_in_utf16("Workbook"), "an old Excel workbook (.xls)"),
        (_named_in_utf16("EncryptedPackage"), "protected by a password"),
        (b"Ref,Question\n1,Is there a plan?\n", "probably CSV"),
        (packed({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), "OpenDocument spreadsheet (.ods)"),
        (packed({"[Content_Types].xml": "<Types/>", "word/document.xml": "<a/>"}), "a Word document"),
        (packed({"readme.txt": "hello"}), "a zip file"),
        (b"%PDF-1.7\n", "a PDF"),
        (b"\xef\xbb\xbf<html><table>", "a web page"),
        (b"", "empty"),
        (bytes(200), "not an Excel workbook"),
        (packed(parts_of(sheet_xml(audit_rows())))[:-40], "cut off"),
    ],
)
def test_e8_another_kind_of_file_is_named(content, what):
    assert what in _refused(content)


def test_e8_an_encrypted_part_is_refused():
    content = bytearray(_audit(audit_rows()))
    place = content.find(b"PK\x01\x02")
    content[place + 8] |= 1
    assert "protected by a password" in _refused(bytes(content))


# E9


def test_e9_hidden_rows_and_columns_are_listed_and_left_out_unless_chosen():
    rows = audit_rows(text_row(4, ("a3", "Leadership", "Is it hidden?"), ' hidden="1"'))
    content = _audit(rows, before='<cols><col min="1" max="1" hidden="1"/></cols>')
    said = remarks(_sheets(content))
    assert "hidden rows of 'Audit' are not imported unless you choose them: 4" in said
    assert "hidden columns of 'Audit' are not imported unless you choose them: A" in said
    assert _titles(_imported(content)) == ["Is there a plan?", "Is it known?"]
    assert _titles(_imported(content, hidden_rows=True))[2:] == ["Is it hidden?"]


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_e9_a_hidden_sheet_is_listed_and_not_proposed(state):
    sheets = _sheets(packed(parts_of(sheet_xml(audit_rows()), state=state)))
    assert remarks(sheets) == ["the sheet 'Audit' is hidden: it is not imported unless you choose it"]
    assert guess_mapping(sheets).sheets == ()


# E10


def test_e10_blank_and_repeated_headings_are_named_by_their_cells():
    rows = [text_row(1, ("Ref", "Question", "Question\u00a0", "")), text_row(2, ("a1", "Is it?", "Is it so?", "x"))]
    said = _sentences(_imported(_audit("".join(rows))))
    assert any(each.startswith("Audit!C1 has the same heading as Audit!B1: 'Question'") for each in said)
    assert any(each.startswith("Audit!D1 has no heading, though its column holds something") for each in said)


def test_e10_padding_around_headings_is_trimmed():
    built = _imported(_audit(audit_rows(headings=("\u00a0Ref ", " Section\u00a0", "\u2003Question "))))
    assert built.problems == []
    assert len(_titles(built)) == 2


# E11


def test_e11_ids_that_were_kept_as_numbers_or_dates_are_refused():
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as workbook:
        sheet = workbook.add_worksheet("Audit")
        dates = workbook.add_format({"num_format": "d-mmm"})
        sheet.write_row(0, 0, HEADINGS)
        for row, number in enumerate((4.1, 4.10), start=1):
            sheet.write_number(row, 0, number)
            sheet.write_row(row, 1, ("Leadership", f"Is there a plan {row}?"))
        sheet.write_number(3, 0, 45_748, dates)
        sheet.write_row(3, 1, ("Leadership", "Is there a date?"))
    said = _sentences(_imported(content.getvalue()))
    assert said == [
        "Audit!A2 is the number 4.1, not text – format the cell as text and type it again",
        "Audit!A3 is the number 4.1, not text – format the cell as text and type it again",
        "Audit!A4 is a date, not text – format the cell as text and type it again",
    ]


# E12


@pytest.mark.parametrize("error", ["#REF!", "#N/A"])
def test_e12_an_error_is_named_by_its_cell(error):
    content = _audit(audit_rows(row_of(7, [f'<c r="C7" t="e"><v>{error}</v></c>'])))
    assert f"Audit!C7 holds the error {error} – type what should stand there" in _sentences(_imported(content))


# E13


def test_e13_a_million_formatted_blank_rows_are_skipped():
    blank = "".join(f'<row r="{number}" s="1" customFormat="1"/>' for number in range(4, 1_048_577))
    assert len(_titles(_imported(_audit(audit_rows(blank))))) == 2


def test_e13_a_cell_over_the_limit_is_named():
    content = _audit(audit_rows(row_of(4, [text_cell("C4", "x" * 40_000)])))
    limit = "Audit!C4 holds more than 32,767 characters, the limit of a cell"
    assert any(sentence.startswith(limit) for sentence in _sentences(_imported(content)))


def test_e13_escapes_are_decoded_and_cleaned():
    rows = [text_row(1, HEADINGS), text_row(2, ("a1", "Leadership", "Is there_x000B_a plan_x0007_?"))]
    assert _titles(_imported(_audit("".join(rows)))) == ["Is there a plan?"]


# E14


def test_e14_a_path_that_leads_elsewhere_is_ignored(tmp_path):
    content = packed(parts_of(sheet_xml(audit_rows())) | {"../../x.txt": "out", "/etc/x": "out"})
    sheets = _sheets(content)
    assert sorted(sheets.ignored_parts) == ["../../x.txt", "/etc/x"]
    assert remarks(sheets) == ["parts of the file whose path leads out of it were ignored"]


def test_e14_comments_are_not_imported_and_colour_is_not_read():
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as workbook:
        sheet = workbook.add_worksheet("Audit")
        sheet.write_row(0, 0, (*HEADINGS, "RAG"))
        sheet.write_row(1, 0, ("a1", "Leadership", "Is there a plan?"))
        sheet.write_blank(1, 3, None, workbook.add_format({"bg_color": "red"}))
        sheet.write_comment("C2", "Jane Doe: ask about this")
    sheets = _sheets(content.getvalue())
    said = remarks(sheets)
    assert "comments on cells of 'Audit' (1) are not imported" in said
    assert any(each.startswith("colour is not read: if a colour on 'Audit' means something") for each in said)
    assert "Jane" not in str(sheets)


# T13: the process that reads has no way out.


def test_t13_the_process_that_reads_can_open_nothing():
    import subprocess
    import sys
    from pathlib import Path

    program = (
        "import sys, socket; sys.path.insert(0, sys.argv[1])\n"
        "from tool_definitions.workbook.reading import process\n"
        "process._give_up_rights()\n"
        "for attempt in (lambda: open('/etc/hostname'), socket.socket, lambda: bytearray(300_000_000)):\n"
        "    try: attempt(); print('allowed')\n"
        "    except (OSError, MemoryError) as refusal: print(type(refusal).__name__)\n"
    )
    root = Path(__file__).parents[3]
    command = [sys.executable, "-I", "-S", "-c", program, str(root)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["OSError", "OSError", "MemoryError"]


@pytest.mark.parametrize("names", [("Audit", "AUDIT"), ("Audit", ""), ("Audit", "x" * 101)])
def test_sheets_without_names_of_their_own_are_damaged(names):
    parts = parts_of(sheet_xml(audit_rows()))
    listed = "".join(f'<sheet name="{name}" sheetId="{place}" r:id="rId1"/>' for place, name in enumerate(names, 1))
    parts["xl/workbook.xml"] = re.sub(r"<sheet name.*?/>", listed, parts["xl/workbook.xml"])
    assert "a sheet has no name of its own" in _refused(packed(parts))


def test_a_workbook_of_a_spreadsheet_program_with_a_damaged_part_is_said_to_be_damaged():
    parts = parts_of(sheet_xml(audit_rows())[:-30])
    assert "damaged" in _refused(packed(parts))
    with zipfile.ZipFile(io.BytesIO(packed(parts))) as archive:
        assert archive.testzip() is None
