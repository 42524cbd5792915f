"""Which files are kept, and as what: judged by what is in them (rows U3 to U9 and U15)."""

import time
from contextlib import suppress

import docx
import pytest
import xlsxwriter

from formsapp.evidence.files import LARGEST_FILE, accept_file
from formsapp.evidence.files.names import shown_name
from formsapp.refusals import Refused
from tests.evidence import making_files as made

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
REMOTE = [
    made.reference("attachedTemplate", "https://elsewhere.example/t.dotm"),
    made.reference("attachedTemplate", "file://elsewhere/share/t.dotm"),
    made.reference("image", "https://elsewhere.example/p.png"),
    made.reference("oleObject", "https://elsewhere.example/o"),
]


def refusal(name: str, content: bytes) -> str:
    with pytest.raises(Refused) as refused:
        accept_file(name, content)
    return refused.value.sentence


def word_document(tmp_path) -> bytes:
    document = docx.Document()
    document.add_heading("Safeguarding policy")
    document.save(tmp_path / "policy.docx")
    return (tmp_path / "policy.docx").read_bytes()


def workbook(tmp_path) -> bytes:
    with xlsxwriter.Workbook(tmp_path / "log.xlsx") as book:
        book.add_worksheet().write("A1", "Training")
    return (tmp_path / "log.xlsx").read_bytes()


def test_whole_files_are_kept_as_what_they_are_whatever_they_are_called(tmp_path) -> None:
    kept = [
        accept_file("log.pdf", made.pdf()),
        accept_file("policy.txt", word_document(tmp_path)),
        accept_file("log", workbook(tmp_path)),
        accept_file("photo.pdf", made.png()),
        accept_file("photo.JPEG", made.jpeg()),
    ]
    assert [(one.name, one.media_type.rpartition("/")[2].rpartition(".")[2]) for one in kept] == [
        ("log.pdf", "pdf"),
        ("policy.txt.docx", "document"),
        ("log.xlsx", "sheet"),
        ("photo.pdf.png", "png"),
        ("photo.jpeg", "jpeg"),
    ]
    assert not any(one.is_cleaned for one in kept)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
        ("a.html", b"<!doctype html><script>alert(1)</script>"),
        ("a.mht", b"MIME-Version: 1.0\r\nContent-Type: multipart/related"),
        ("a.lnk", b"L\0\0\0\x01\x14\x02\0"),
        ("a.url", b"[InternetShortcut]\r\nURL=https://elsewhere.example"),
        ("a.hta", b"<hta:application>"),
        ("a.iso", b"\0" * 40_000),
        ("a.one", b"\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d"),
        ("a.gif", b"GIF89a/*\1\0=1;alert(1)"),
        ("a.zip", made.zipped({"a.txt": b"a"})),
    ],
)
def test_other_kinds_are_refused_with_those_that_may_be_sent(name: str, content: bytes) -> None:
    said = refusal(name, content)
    assert "not kept" in said
    assert "PDF, Word (.docx), Excel (.xlsx), PNG or JPEG" in said


@pytest.mark.parametrize("name", ["plan.pdf", "a.pdf.", "report.PDF"])
def test_a_program_named_pdf_does_not_look_like_one(name: str) -> None:
    assert "does not look like a PDF" in refusal(name, b"MZ\x90\0" + b"\0" * 100)


@pytest.mark.parametrize(("name", "content"), [("report.pdf.exe", b"MZ\x90"), ("cod\u202efdp.exe", b"MZ\x90")])
def test_a_program_under_another_name_is_refused_too(name: str, content: bytes) -> None:
    assert "Use PDF" in refusal(name, content)


def test_nothing_and_too_much_are_refused_and_the_limit_itself_is_kept() -> None:
    assert "empty" in refusal("a.pdf", b"")
    full = made.pdf(b"x" * (LARGEST_FILE - len(made.pdf(b""))))
    assert len(full) == LARGEST_FILE
    assert accept_file("a.pdf", full).content == full
    assert "larger than 10 MB" in refusal("a.pdf", full + b"\n")


@pytest.mark.parametrize(
    "content",
    [
        made.pdf() + b"<html><script>alert(1)</script>",
        made.pdf() + made.zipped({"a.txt": b"a"}),
        b"%PDF-1.4\n<script>alert(1)</script>\n" + made.pdf()[9:],
        made.pdf(made.zipped({"a.txt": b"a"})),
        made.png() + made.zipped({"a.txt": b"a"}),
        made.png() + b"<script>alert(1)</script>",
        made.pdf()[:-8],
        made.png()[:-6],
        made.jpeg()[:-6],
    ],
)
def test_what_is_two_files_at_once_or_half_a_file_is_refused(content: bytes) -> None:
    assert "send that" in refusal("a.pdf", content)


@pytest.mark.parametrize(
    "objects",
    [
        b"9 0 obj\n<< /S /Launch /F (calc.exe) >>\nendobj\n",
        b"9 0 obj\n<< /S /JavaScript /JS (app.alert(1)) >>\nendobj\n",
        b"9 0 obj\n<< /S /L#61unch >>\nendobj\n",
        b"9 0 obj\n<< /Type /EmbeddedFile >>\nendobj\n",
        made.object_stream(b"9 0 << /S /Launch /F (calc.exe) >>"),
        b"% stream\n" + made.object_stream(b"9 0 << /S /JavaScript >>"),
        made.object_stream(b"x").replace(b"/FlateDecode", b"[/ASCIIHexDecode /FlateDecode]"),
    ],
)
def test_a_pdf_that_starts_something_or_holds_files_is_refused(objects: bytes) -> None:
    assert "new PDF" in refusal("a.pdf", made.pdf(objects=objects))


def test_a_pdf_whose_objects_unpack_without_end_is_refused() -> None:
    bomb = made.object_stream(b"\0" * (21 * 1024 * 1024))
    assert "too large when it is opened" in refusal("a.pdf", made.pdf(objects=bomb))
    assert accept_file("a.pdf", made.pdf(objects=made.object_stream(b"9 0 << /Type /Page >>")))


@pytest.mark.parametrize(
    "content",
    [
        made.pdf(objects=b"1 0 obj<</Type/ObjStm/Filter/FlateDecode>>stream\n\x78\x9c\x03\0\0\0\0\x01" * 100_000),
        made.pdf(objects=b"#4c" * 3_000_000),
        made.pdf(objects=b"<<" * 4_000_000),
        made.jpeg(beside=b"\xff\xfe\0\x02" * 2_000_000),
        made.png(more=made.chunk(b"tEXt", b"") * 500_000),
        made.office(parts={f"word/{number}.xml": b"<a/>" * 200_000 for number in range(9)}),
        made.office(parts={"word/a.rels": b"<Relationship/>" * 250_000}),
    ],
)
def test_what_is_made_to_be_slow_to_check_is_not(content: bytes) -> None:
    begun = time.process_time()
    with suppress(Refused):
        accept_file("a", content)
    assert time.process_time() - begun < 5


@pytest.mark.parametrize(
    "content",
    [
        OLD_OFFICE + "EncryptedPackage".encode("utf-16-le"),
        made.pdf(objects=b"trailer\n<< /Encrypt 5 0 R >>\n"),
    ],
)
def test_protected_files_cannot_be_checked(content: bytes) -> None:
    assert "cannot be checked because it is protected" in refusal("a.docx", content)


def test_an_encrypted_part_of_a_document_is_protected_and_an_old_one_is_named() -> None:
    content = bytearray(made.office())
    place = content.rfind(b"PK\x01\x02")
    content[place + 8] |= 1
    assert "protected" in refusal("a.docx", bytes(content))
    assert "old Office program" in refusal("a.doc", OLD_OFFICE)


@pytest.mark.parametrize(
    "content",
    [
        made.office(parts={"word/vbaProject.bin": b"x"}),
        made.office(parts={"xl/macrosheets/sheet1.xml": b"x"}),
        made.office(main="application/vnd.ms-word.document.macroEnabled.main+xml"),
    ],
)
def test_macros_are_not_accepted(content: bytes) -> None:
    assert "Macros are not accepted" in refusal("a.docx", content)


@pytest.mark.parametrize("said", REMOTE)
def test_a_document_that_fetches_something_when_it_is_opened_is_refused(said: str) -> None:
    assert "fetches something" in refusal("a.docx", made.office(references=said))


def test_links_and_the_writers_own_template_are_harmless() -> None:
    said = made.reference("hyperlink", "https://elsewhere.example") + made.reference(
        "attachedTemplate", "file:///C:\\Users\\office\\policy.dotx"
    ).replace('Id="a"', 'Id="b"')
    assert accept_file("a.docx", made.office(references=said)).name == "a.docx"


@pytest.mark.parametrize(
    "parts",
    [
        {"../../x": b"x"},
        {"/etc/x": b"x"},
        {"C:x": b"x"},
        {made.symbolic_link("word/link"): b"/etc/passwd"},
        {"word/inside.zip": made.zipped({"a": b"a"})},
        {"word/embeddings/oleObject1.bin": b"x"},
        {"word/embeddings/a.xlsx": made.office(made.EXCEL, {"xl/embeddings/b.xlsx": made.office(made.EXCEL)})},
        {"word/embeddings/a.xlsx": b"MZ"},
        {"Word/Document.xml": b"twice, but for its capitals"},
        {f"word/{number}.xml": b"" for number in range(2_001)},
        {"word/media/bomb.bin": b"\0" * (3 * 1024 * 1024)},
        {"word/_rels/a.xml.rels": b'<!DOCTYPE a [<!ENTITY b "c">]><Relationships xmlns="r"/>'},
        {"word/_rels/a.xml.rels": b"<Relationships"},
    ],
)
def test_a_document_whose_parts_are_not_those_of_one_is_refused_and_nothing_is_unpacked(parts) -> None:
    with pytest.raises(Refused):
        accept_file("a.docx", made.office(parts=parts))


def test_a_chart_may_bring_its_figures_and_nothing_may_stand_around_a_document() -> None:
    figures = {"word/embeddings/a.xlsx": made.office(made.EXCEL)}
    assert accept_file("a.docx", made.office(parts=figures))
    assert "damaged" in refusal("a.docx", made.office() + b"<script>")
    assert "Use PDF" in refusal("a.docx", b"<script>" + made.office())
    assert "damaged" in refusal("a.docx", made.office()[:-30])


@pytest.mark.parametrize("picture", [made.png, made.jpeg])
def test_pictures_of_too_many_pixels_are_refused_from_their_first_bytes(picture) -> None:
    assert "too large: 10,000 by 10,000 pixels" in refusal("a.png", picture(10_000, 10_000))
    assert "damaged" in refusal("a.png", picture(0, 4))


def test_where_a_picture_was_taken_is_taken_out_and_which_way_up_it_is_stays() -> None:
    kept = accept_file("a.jpg", made.jpeg(beside=made.exif(6) + b"\xff\xfe\x00\x07Jones", after=made.jpeg()))
    assert kept.is_cleaned
    assert b"GPS" not in kept.content
    assert b"Jones" not in kept.content
    assert kept.content.endswith(made.jpeg()[-10:])
    assert kept.content.count(b"\xff\xd8") == 1
    assert b"\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06" in kept.content
    assert accept_file("a.jpg", kept.content).content == kept.content


def test_text_beside_a_png_is_taken_out() -> None:
    said = made.chunk(b"tEXt", b"Author\0R Jones") + made.chunk(b"eXIf", b"GPS")
    kept = accept_file("a.png", made.png(more=said))
    assert kept.content == made.png()
    assert kept.is_cleaned


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("../../app.db", "app.db.pdf"),
        ("C:\\x", "x.pdf"),
        ("a\x00b.pdf", "ab.pdf"),
        ("CON.pdf", "file-CON.pdf"),
        ("nul", "file-nul.pdf"),
        ("x" * 300 + ".pdf", "x" * 96 + ".pdf"),
        ("📎 plan 👩\u200d🏫.pdf", "📎 plan 👩\u200d🏫.pdf"),
        ('say "hi"; a=b.pdf', "say -hi-; a=b.pdf"),
        ("a\r\nSet-Cookie: b=c.pdf", "aSet-Cookie- b=c.pdf"),
        ("cod\u202efdp.exe", "codfdp.exe.pdf"),
        ("a.pdf.", "a.pdf"),
        ("...", "evidence.pdf"),
        ("", "evidence.pdf"),
        (".pdf", "pdf.pdf"),
    ],
)
def test_names_are_shown_as_they_read(sent: str, shown: str) -> None:
    assert shown_name(sent, (".pdf",)) == shown
