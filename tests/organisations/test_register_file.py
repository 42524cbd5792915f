"""Files of the register as they come: the rows G1 to G14 of the catalogue of bad input, read without a database."""

import tracemalloc
from datetime import date
from io import BytesIO

import pytest

from formsapp.organisations.establishment_types import ESTABLISHMENT_TYPES, phase_by_age
from formsapp.organisations.register_file import read_register
from formsapp.organisations.register_text import NotARegisterError
from tests.organisations.register_files import ALDER, register_csv, register_text, school_row


def problems_of(content: bytes) -> list[tuple[int, str, str]]:
    return [(one.row, one.column, one.message) for one in read_register(content).problems]


def only_school(**changes):
    (school,) = read_register(register_csv([school_row(**changes)])).schools
    return school


def test_a_windows_file_is_read_exactly_and_the_report_says_how() -> None:
    read = read_register(register_csv([school_row(EstablishmentName="FIERTÉ – “Æther” SCHOOL")]))
    assert read.schools[0].name == "FIERTÉ – “Æther” SCHOOL"
    assert read.encoding == "Windows-1252"


@pytest.mark.parametrize(("encoding", "words"), [("utf-8", "UTF-8"), ("utf-8-sig", "UTF-8 with a byte order mark")])
def test_utf8_is_read_with_and_without_its_mark(encoding, words) -> None:
    read = read_register(register_csv([school_row(EstablishmentName="FIERTÉ")], encoding=encoding))
    assert (read.schools[0].name, read.encoding) == ("FIERTÉ", words)


def test_a_character_split_between_two_pieces_of_a_large_file_is_still_utf8() -> None:
    rows = register_text([school_row(EstablishmentName="é" * 200, URN=str(110000 + n)) for n in range(6000)])
    read = read_register(rows.encode())
    assert len(rows.encode()) > 2 * 1024 * 1024
    assert (read.encoding, len(read.schools), read.problems) == ("UTF-8", 6000, ())


def test_a_byte_that_means_nothing_is_named_with_row_and_column() -> None:
    content = register_csv([school_row(), school_row(URN="110001", Town="Wé")]).replace(b"W\xe9", b"W\x81")
    assert problems_of(content) == [(3, "Town", "holds a byte that is not text (0x81). Download the file again")]


def test_nul_is_named_with_row_and_column() -> None:
    content = register_csv([school_row(Town="W\0x")])
    assert [(row, column) for row, column, _ in problems_of(content)] == [(2, "Town")]


def test_a_repeated_row_counts_once_and_a_different_one_names_both_rows() -> None:
    read = read_register(register_csv([school_row(), school_row()]))
    assert (len(read.schools), read.repeated, read.problems) == (1, 1, ())
    assert problems_of(register_csv([school_row(), school_row(URN="110001"), school_row(Town="Elsewhere")])) == [
        (4, "URN", "URN 110000 is also on row 2, with other details")
    ]


@pytest.mark.parametrize("column", ["URN", "EstablishmentName", "EstablishmentStatus (name)", "LA (code)"])
def test_a_missing_column_is_named(column) -> None:
    with pytest.raises(NotARegisterError, match="These columns are missing") as refusal:
        read_register(register_csv([school_row()], without=[column]))
    assert f"“{column}”" in str(refusal.value)


def test_a_file_without_schools_or_without_anything_is_refused() -> None:
    with pytest.raises(NotARegisterError, match="no schools"):
        read_register(register_csv([]))
    with pytest.raises(NotARegisterError, match="empty"):
        read_register(b"")


def test_columns_may_be_reordered_renamed_in_case_and_many_more() -> None:
    names = [*reversed(ALDER), "FaxNum", "Something new"]
    text = register_text([school_row()], columns=names)
    header, rest = text.split("\r\n", 1)
    read = read_register((header.upper() + "\r\n" + rest).encode())
    assert read.schools[0].name == "Alder Primary School"
    assert (read.columns, read.columns_read) == (len(names), len(ALDER) - 2), "no head teacher is read"


def test_a_column_that_is_there_twice_is_refused() -> None:
    with pytest.raises(NotARegisterError, match="“Town” is there twice"):
        read_register(register_text([school_row()], columns=[*ALDER, "town"]).encode())


def test_a_file_cut_off_in_a_row_or_in_quotation_marks_is_refused() -> None:
    content = register_csv([school_row(), school_row(URN="110001")])
    assert [row for row, _, words in problems_of(content[:-60]) if "cut off" in words] == [3]
    quoted = register_csv([school_row(EstablishmentName='The "A", and B')])
    assert any("quotation mark is not closed" in words for _, _, words in problems_of(quoted[: quoted.index(b"and B")]))


def test_a_row_with_too_many_cells_is_named() -> None:
    content = register_csv([school_row()]).replace(b"Wexbridge,WX1", b"Wexbridge,more,WX1")
    assert problems_of(content)[0][:2] == (2, "")


def test_names_keep_quotes_commas_and_formulas_and_lose_line_breaks() -> None:
    assert only_school(EstablishmentName='St "X", A & B').name == 'St "X", A & B'
    assert only_school(EstablishmentName="St X\r\nUpper").name == "St X Upper"
    for name in ('=HYPERLINK("http://e")', "+SUM(A1)", "@x", "<script>alert(1)</script>"):
        assert only_school(EstablishmentName=name).name == name


@pytest.mark.parametrize("urn", ["1e5", "0100006", "ABCDEF", "1" * 20, "", "12", "١٠٠٠٠٦", "100006.0"])
def test_what_is_no_urn_is_named(urn) -> None:
    assert [(row, column) for row, column, _ in problems_of(register_csv([school_row(URN=urn)], encoding="utf-8"))] == [
        (2, "URN")
    ]


def test_a_urn_with_spaces_around_it_is_trimmed() -> None:
    assert only_school(URN=" 100006 ").urn == "100006"


@pytest.mark.parametrize(
    ("text", "day"),
    [("01-02-2022", date(2022, 2, 1)), ("01/02/2022", date(2022, 2, 1)), ("1/2/2022", date(2022, 2, 1)), ("", None)],
)
def test_days_come_with_dashes_or_slashes_or_not_at_all(text, day) -> None:
    assert only_school(OpenDate=text).opened_on == day


@pytest.mark.parametrize("text", ["31-02-2022", "2022-02-01", "01-02-22", "soon", "01-02/2022x"])
def test_what_is_no_day_is_named(text) -> None:
    assert [(row, column) for row, column, _ in problems_of(register_csv([school_row(CloseDate=text)]))] == [
        (2, "CloseDate")
    ]


@pytest.mark.parametrize("code", ["2", "02", " 2 "])
def test_codes_come_with_and_without_a_leading_nought(code) -> None:
    school = only_school(**{"TypeOfEstablishment (code)": code})
    assert (school.type, school.sector, school.duty) == ("school", "maintained", "s175")


def test_every_fault_of_a_row_is_named_at_once() -> None:
    bad = school_row(URN="x", EstablishmentName="", OpenDate="?", **{"EstablishmentStatus (name)": "Shut",
                     "TypeOfEstablishment (code)": "two"})  # fmt: skip
    assert {column for _, column, _ in problems_of(register_csv([bad]))} >= {
        "URN", "EstablishmentName", "OpenDate", "EstablishmentStatus (name)", "TypeOfEstablishment (code)",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("start", "words"),
    [(b"PK\x03\x04", "Excel"), (b"\xd0\xcf\x11\xe0", "older Excel"), (b"%PDF-1.7", "PDF"),
     (b"\x1f\x8b\x08", "compressed"), (b"\xff\xfeU\0R\0", "UTF-16")],
)  # fmt: skip
def test_another_kind_of_file_is_recognised(start, words) -> None:
    with pytest.raises(NotARegisterError, match=words):
        read_register(start + b"rest")


@pytest.mark.parametrize(("separator", "words"), [(";", "semicolons"), ("\t", "tabs"), ("|", "bars"), (",", "commas")])
def test_what_separates_the_columns_is_found_and_said(separator, words) -> None:
    read = read_register(register_text([school_row()], separator=separator).encode())
    assert (read.separator, read.schools[0].town) == (words, "Wexbridge")


def test_of_a_large_file_only_what_is_asked_for_is_held() -> None:
    elsewhere = register_text([school_row(**{"LA (code)": "100"})]).split("\r\n")[1] + "\r\n"
    content = BytesIO(register_csv([school_row()]) + elsewhere.encode() * 60_000)
    size = len(content.getvalue())
    tracemalloc.start()
    try:
        read = read_register(content, local_authorities=["999"])
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert (len(read.schools), read.elsewhere) == (1, 60_000)
    assert peak < size / 2, "the file is read a piece at a time"
    assert content.read(3) == b"" or not content.closed, "the caller's stream stays open"


def test_a_file_larger_than_any_register_is_refused(monkeypatch) -> None:
    monkeypatch.setattr("formsapp.organisations.register_text.LARGEST_FILE", 100)
    with pytest.raises(NotARegisterError, match="larger than"):
        read_register(register_csv([school_row()]))


def test_a_bad_row_of_another_local_authority_is_nobodys_business() -> None:
    content = register_csv([school_row(), school_row(URN="bad", **{"LA (code)": "100"})])
    assert read_register(content, local_authorities=["999"]).problems == ()
    assert read_register(content).problems != ()


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Nursery", "nursery"), ("Primary", "primary"), ("Middle deemed primary", "middle"), ("Secondary", "secondary"),
     ("All-through", "all_through"), ("16 plus", "post_16")],
)  # fmt: skip
def test_phases_become_our_words(name, expected) -> None:
    assert only_school(**{"PhaseOfEducation (name)": name}).phase == expected


@pytest.mark.parametrize(
    ("ages", "phase"),
    [((2, 5), "nursery"), ((4, 11), "primary"), ((8, 12), "middle"), ((9, 13), "middle"), ((11, 16), "secondary"),
     ((11, 18), "secondary"), ((3, 19), "all_through"), ((5, 16), "all_through"), ((16, 25), "post_16"),
     ((11, 3), None), ((None, 11), None)],
)  # fmt: skip
def test_where_the_register_gives_no_phase_the_ages_do(ages, phase) -> None:
    assert phase_by_age(*ages) == phase
    if None not in ages:
        row = {
            "StatutoryLowAge": str(ages[0]),
            "StatutoryHighAge": str(ages[1]),
            "PhaseOfEducation (name)": "Not applicable",
        }
        assert only_school(**row).phase == phase


def test_yes_and_no_come_from_the_registers_words() -> None:
    columns = ("NurseryProvision (name)", "OfficialSixthForm (name)", "Boarders (name)")
    said = ("No Nursery Classes", "Has a sixth form", "Boarding school")
    school = only_school(**dict(zip(columns, said, strict=True)))
    assert (school.has_nursery, school.has_sixth_form, school.boarding) == ("no", "yes", "yes")
    school = only_school(
        **{"NurseryProvision (name)": "Not applicable", "OfficialSixthForm (name)": "", "Boarders (name)": ""}
    )
    assert (school.has_nursery, school.has_sixth_form, school.boarding) == (None, None, None)


def test_duties_follow_the_type_and_the_unsure_are_left_to_a_person() -> None:
    duties = {code: kind.duty for code, kind in ESTABLISHMENT_TYPES.items()}
    assert {code for code, duty in duties.items() if duty == "s175"} == {1, 2, 3, 5, 7, 12, 14, 15, 18, 31}
    assert {code for code, duty in duties.items() if duty == "s157"} == {
        6, 10, 11, 28, 33, 34, 35, 36, 38, 40, 41, 42, 43, 44,
    }  # fmt: skip
    assert {code for code, duty in duties.items() if duty == "nmss"} == {8}
    assert {code for code, duty in duties.items() if duty == "2009_act"} == {32, 39, 45, 46, 57}
    assert {code for code, duty in duties.items() if duty is None} == {24, 25, 26, 27, 29, 30, 37, 49, 56}


def test_a_type_that_is_new_is_imported_and_a_person_is_asked() -> None:
    row = school_row(**{"TypeOfEstablishment (code)": "77", "TypeOfEstablishment (name)": "Moon school"})
    read = read_register(register_csv([row]))
    assert (read.schools[0].type, read.schools[0].duty, read.problems) == ("other", None, ())
    assert [one.words for one in read.unsure] == ["Moon school, a type we do not know yet"]


def test_the_head_teachers_name_is_nowhere_in_what_is_read() -> None:
    assert "Imported" not in repr(read_register(register_csv([school_row()])))
