"""Every bad input is refused with its row and column, all at once, and nothing is scored in part."""

import io

import numpy as np
import openpyxl
import pandas as pd
import pytest

from scoring import BadRatings, score_returns
from scoring.read_ratings import read_good_rows, read_organisations, read_ratings
from tests.scoring.conftest import rated, tool_of

LONG = "return_id,question,rating\n"


@pytest.fixture
def tool():
    return tool_of(
        [rated("q1"), rated("q2", not_applicable="never")],
        [
            {"key": "people", "type": "number", "title": "How many?"},
            {"key": "nursery", "type": "yes_no", "title": "A nursery?"},
            {
                "key": "kinds",
                "type": "choices",
                "title": "Which?",
                "options": [{"value": value, "label": value} for value in ("a", "b")],
            },
            {"key": "words", "type": "text", "title": "Say more"},
        ],
    )


def faults(tool, path, content, organisations=None):
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(BadRatings) as refused:
        read_ratings(tool, path, organisations)
    return [(problem.row, problem.column) for problem in refused.value.problems], str(refused.value)


@pytest.mark.parametrize(
    ("content", "where", "words"),
    [
        pytest.param("", (1, "(file)"), "empty", id="empty file"),
        pytest.param("\n , \n", (1, "(file)"), "empty", id="blank file"),
        pytest.param(LONG, (2, "return_id"), "no ratings", id="header only"),
        pytest.param("return_id,question\nr,q1\n", (1, "rating"), "missing", id="long without rating"),
        pytest.param("return_id,rating\nr,3\n", (1, "question"), "missing", id="long without question"),
        pytest.param("question,rating\nq1,3\n", (1, "return_id"), "missing", id="long without return_id"),
        pytest.param("q1,q2\n3,3\n", (1, "return_id"), "missing", id="wide without return_id"),
        pytest.param("return_id\nr\n", (1, "question"), "neither", id="no question at all"),
        pytest.param(
            "return_id,question,rating,moderated\nr,q1,3,2\n", (1, "moderated"), "not a column", id="unknown column"
        ),
        pytest.param("return_id,q1,q1\nr,3,3\n", (1, "q1"), "twice", id="column twice"),
        pytest.param("return_id,,q1\nr,1,3\n", (1, "2"), "no name", id="column without a name"),
        pytest.param("return_id,q1,q9\nr,3,3\n", (1, "q9"), "not a question", id="unknown question, wide"),
        pytest.param(LONG + "r,q1,3\nr,q9,3\n", (3, "question"), "'q9' is not a question", id="unknown question, long"),
        pytest.param(LONG + "r,q1,7\n", (2, "rating"), "'7' is not a level of 'Four' (0, 1, 2, 3)", id="unknown level"),
        pytest.param("return_id,q1\nr,7\n", (2, "q1"), "'7' is not a level", id="unknown level, wide"),
        pytest.param(LONG + "r,q1,yes\n", (2, "rating"), "not a level", id="rating outside the scheme"),
        pytest.param(LONG + "r,q1,NaN\n", (2, "rating"), "'NaN' is not a level", id="NaN as text"),
        pytest.param(LONG + "r,people,nan\n", (2, "rating"), "not a number", id="NaN as a number"),
        pytest.param(LONG + "r,nursery,maybe\n", (2, "rating"), "'maybe' is not a choice", id="not a choice"),
        pytest.param(LONG + "r,kinds,a;c\n", (2, "rating"), "'c' is not a choice", id="one of several not a choice"),
        pytest.param(
            LONG + "r,q2,not_applicable\n", (2, "rating"), "cannot be not applicable", id="never not applicable"
        ),
        pytest.param(LONG + "r,,3\n", (2, "question"), "blank", id="blank question"),
        pytest.param(LONG + ",q1,3\n", (2, "return_id"), "blank", id="blank return"),
        pytest.param("return_id,q1\n,3\n", (2, "return_id"), "blank", id="blank return, wide"),
        pytest.param("return_id,q1\nr,3\nr,2\n", (2, "return_id"), "more than once", id="return twice, wide"),
        pytest.param(LONG + "r,q1,3\ns,q1,3\nr,q1,3\n", (2, "question"), "more than once", id="rated twice"),
        pytest.param(LONG + "r,q1\n", (2, "rating"), "ends before", id="short row"),
        pytest.param(LONG + "r,q1,3,more\n", (2, "4"), "beyond the 3 columns", id="long row"),
        pytest.param(LONG + 'r,q1,"3\n', (2, "(file)"), "not CSV", id="quote never closed"),
        pytest.param(
            "return_id,question,rating,moderated_rating\nr,q1,3,9\n", (2, "moderated_rating"), "'9'", id="moderated"
        ),
        pytest.param(
            "return_id,question,rating,moderated_rating\nr,words,x,3\n",
            (2, "moderated_rating"),
            "not scored",
            id="unscored",
        ),
        pytest.param(
            "return_id,question,rating,organisation_id\nr,q1,3,o\nr,q2,3,p\n",
            (3, "organisation_id"),
            "another",
            id="two homes",
        ),
        pytest.param((LONG + "r,q1,3\n").encode("utf-16"), (1, "(file)"), "another encoding", id="UTF-16"),
        pytest.param(LONG.encode() + b"r,q1,\0\n", (2, "rating"), "another encoding", id="NUL"),
        pytest.param(
            LONG.encode() + b"r,q\x81,3\n", (2, "question"), "neither UTF-8 nor cp1252", id="neither encoding"
        ),
        pytest.param(
            b"\xef\xbb\xbf" + LONG.encode() + b"r,q1,\xe9\n", (2, "rating"), "says that it is UTF-8", id="not its BOM"
        ),
    ],
)
def test_a_fault_is_named_by_row_and_column(tool, tmp_path, content, where, words):
    found, message = faults(tool, tmp_path / "ratings.csv", content)
    assert where in found
    assert words in message


def test_every_fault_is_named_at_once(tool, tmp_path):
    content = LONG + "r,q1,7\n,q1,3\nr,q9,3\nr,q2,3\nr,q2,3\n"
    found, _ = faults(tool, tmp_path / "ratings.csv", content)
    assert found == [(2, "rating"), (3, "return_id"), (4, "question"), (5, "question"), (6, "question")]


def test_a_long_list_of_faults_is_cut_and_counted(tool, tmp_path):
    content = LONG + "".join(f"r{n},q1,7\n" for n in range(60))
    _, message = faults(tool, tmp_path / "ratings.csv", content)
    assert message.count("\n") == 50
    assert message.endswith("and 10 more")


def test_rows_are_numbered_as_a_spreadsheet_shows_them(tool, tmp_path):
    content = 'return_id,question,rating,comment\nr,q1,3,"two\nlines"\n\nr,q2,9,\n'
    found, _ = faults(tool, tmp_path / "ratings.csv", content)
    assert found == [(4, "rating")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_either_encoding_is_read(tool, tmp_path, encoding):
    path = tmp_path / "ratings.csv"
    path.write_bytes((LONG + "Ysgol Tŷ,q1,3\n".replace("ŷ", "ÿ")).encode(encoding))
    assert read_ratings(tool, path).return_ids == ("Ysgol Tÿ",)


def test_a_workbook_is_read_and_its_faults_are_named(tool, tmp_path):
    path = tmp_path / "ratings.xlsx"
    _workbook([["return_id", "q1", "q2"], ["r", 3, 1.0], [None, None, None], ["s", 9, "#N/A"]], path)
    with pytest.raises(BadRatings) as refused:
        read_ratings(tool, path)
    assert [(problem.row, problem.column) for problem in refused.value.problems] == [(4, "q1"), (4, "q2")]
    _workbook([["return_id", "q1", "q2"], ["r", 3, 1.0]], path)
    # 3 and 1 of a scheme 0-3: (100 + 33.3333) / 2 = 66.6667
    assert score_returns(tool, read_ratings(tool, path)).part("self").overall[0] == pytest.approx(200 / 3, abs=1e-9)


def _workbook(rows, path):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)


def test_what_is_not_a_workbook_is_refused(tool, tmp_path):
    found, message = faults(tool, tmp_path / "ratings.xlsx", "return_id,q1\nr,3\n")
    assert found == [(1, "(file)")]
    assert "not an Excel workbook" in message


def test_the_good_rows_are_scored_where_that_is_asked_for(tool, tmp_path):
    path = tmp_path / "ratings.csv"
    path.write_text(LONG + "r,q1,3\nr,q2,9\ns,q1,1\ns,q2\n", encoding="utf-8")
    ratings, bad, problems = read_good_rows(tool, path)
    assert ratings.return_ids == ("r", "s")
    assert ratings.codes.tolist() == [[3, -1], [1, -1]]
    assert bad.row_numbers.tolist() == [3, 5]
    assert [problem.row for problem in problems] == [3, 5]


def test_a_table_without_one_good_row_is_refused_even_so(tool, tmp_path):
    path = tmp_path / "ratings.csv"
    path.write_text(LONG + "r,q1,9\n", encoding="utf-8")
    with pytest.raises(BadRatings):
        read_good_rows(tool, path)


@pytest.mark.parametrize(
    ("content", "where"),
    [
        ("name,phase\nA,primary\n", (1, "organisation_id")),
        ("organisation_id,phase\no,primary\no,primary\n", (3, "organisation_id")),
        ("organisation_id,phase\n,primary\n", (2, "organisation_id")),
        ("organisation_id,phase\n", (2, "organisation_id")),
        ("organisation_id,phase\no\n", (2, "phase")),
    ],
)
def test_a_bad_table_of_organisations_is_refused(tmp_path, content, where):
    path = tmp_path / "organisations.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(BadRatings) as refused:
        read_organisations(path)
    assert where in [(problem.row, problem.column) for problem in refused.value.problems]


def test_an_organisation_that_is_not_in_the_table_is_refused(tool, tmp_path):
    found, message = faults(tool, tmp_path / "ratings.csv", LONG + "r,q1,3\n", {"other": {}})
    assert found == [(2, "return_id")]
    assert "'r' is not in the table of organisations" in message


@pytest.mark.parametrize("missing", [np.nan, float("nan"), pd.NA])
def test_a_missing_number_in_a_frame_is_refused(tool, missing):
    frame = pd.DataFrame({"return_id": ["r", "s"], "q1": pd.Series(["3", missing], dtype=object)})
    with pytest.raises(BadRatings, match=r"row 3, column q1: is not a number \(NaN\)"):
        score_returns(tool, frame)
    numbers = pd.DataFrame({"return_id": ["r", "s"], "q1": [3.0, np.nan]})
    with pytest.raises(BadRatings, match="row 3, column q1"):
        score_returns(tool, numbers)


@pytest.mark.parametrize("kind", ["object", "str", "category"])
def test_a_frame_reads_alike_in_every_kind_of_column(tool, kind):
    frame = pd.DataFrame({"return_id": ["r", "r", "s"], "question": ["q1", "q2", "q1"], "rating": ["3", " ", "1"]})
    scores = score_returns(tool, frame.astype(kind))
    # r: q1 alone, 100; s: q1 alone, 33.3333
    assert scores.part("self").overall.tolist() == pytest.approx([100, 100 / 3], abs=1e-9)


def test_whole_numbers_in_a_frame_are_levels(tool):
    frame = pd.DataFrame({"return_id": [1, 2], "q1": [3, 0], "q2": [3.0, 0.0]})
    scores = score_returns(tool, frame)
    assert scores.ratings.return_ids == ("1", "2")
    assert scores.part("self").overall.tolist() == [100, 0]


def test_a_missing_text_in_a_frame_is_unanswered(tool):
    frame = pd.read_csv(
        io.StringIO("return_id,q1,q2\nr,3,\ns,2,not_applicable\n".replace("not_applicable", "1")), dtype=str
    )
    assert score_returns(tool, frame).ratings.codes.tolist() == [[3, -1], [2, 1]]
