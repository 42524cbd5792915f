"""`formsapp score`, `explain` and `summarise`: exit codes, outputs, and nothing half written."""

import csv
import io
import json
import re
import zipfile
from pathlib import Path

import openpyxl
import pikepdf
import pytest
from click.testing import CliRunner

from formsapp.scoring_commands import explain, score, summarise

TOOL = """
key: hand
version: "1"
title: By hand
kind: self_assessment
rating_schemes:
  four:
    key: four
    title: Four
    levels:
      - {value: "0", label: Not met, score: 0, stance: concern, means: None of it}
      - {value: "1", label: Partly met, score: 1, stance: concern, means: Some of it}
      - {value: "2", label: Met, score: 2, stance: adequate, means: Most of it}
      - {value: "3", label: Embedded, score: 3, stance: strength, means: All of it}
scoring:
  bands: [{from: 0, label: Inadequate}, {from: 20, label: Developing}, {from: 50, label: Good}]
sections:
  - key: a
    title: Leading & "learning"
    questions:
      - {key: q1, type: rating, scheme: four, title: Leaders know <what> works & say so}
      - {key: q2, type: rating, scheme: four, weight: 2, title: 'Records are #clear, *dated* and $kept$ _safe_'}
      - {key: q3, type: rating, scheme: four, title: Children are heard}
      - {key: q4, type: rating, scheme: four, title: Staff are trained}
  - key: b
    title: Recruiting
    questions:
      - {key: q5, type: rating, scheme: four, title: Checks are made, limit: {at_or_below: "0", overall: Developing}}
"""
WORKED = "return_id,question,rating\nr,q1,3\nr,q2,1\nr,q3,not_applicable\nr,q4,\nr,q5,0\n"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "tool.yaml").write_text(TOOL, encoding="utf-8")
    (tmp_path / "ratings.csv").write_text(WORKED, encoding="utf-8")
    (tmp_path / "bad.csv").write_text(WORKED + "r,q9,3\ns,q1,3\n", encoding="utf-8")
    return tmp_path


def run(command, folder, *arguments):
    named = [str(folder / each) if re.search(r"\.\w+$", each) else each for each in arguments]
    return CliRunner().invoke(command, named, catch_exceptions=False)


def many(folder, name="many.csv", returns=8, best="3"):
    """Returns that rate q1 best and q2 and q5 worst."""
    with (folder / name).open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["return_id", "q1", "q2", "q3", "q4", "q5"])
        writer.writerows([f"school {n}", best, n % 2, 2, "" if n else 3, 0 if n < 2 else 2] for n in range(returns))
    (folder / "orgs.csv").write_text(
        "organisation_id,phase\n"
        + "".join(f"school {n},{'primary' if n < 6 else 'secondary'}\n" for n in range(returns)),
        encoding="utf-8",
    )


def test_scores_are_written_as_json(folder):
    done = run(score, folder, "tool.yaml", "ratings.csv", "--out", "scores.json")
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", "")
    document = json.loads((folder / "scores.json").read_text(encoding="utf-8"))
    assert list(document) == ["tool", "returns", "audit"]
    assert document["tool"] == {"key": "hand", "version": "1"}
    found = document["returns"][0]["overall"]
    # Worked in docs/scoring.md: (55.5556 + 0) / 2, provisional, capped by q5
    assert found["effective"] == pytest.approx(27.777777777777779, abs=1e-9)
    assert (found["provisional"], found["band"], found["capped_by"]) == (True, "Developing", ["q5"])
    assert found["moderated"] is None
    names = "self moderated self_on_moderated effective share_moderated coverage provisional band capped_by"
    assert list(found) == names.split()
    assert list(document["audit"]["questions"]["q1"]) == ["self", "effective", "moderated"]


def test_scores_are_printed_for_people(folder):
    done = run(score, folder, "tool.yaml", "ratings.csv")
    assert done.exit_code == 0
    assert "27.8" in done.stdout
    assert "provisional" in done.stdout
    assert "q5" in done.stdout


def test_text_that_looks_like_a_formula_stays_text(folder):
    (folder / "ratings.csv").write_text('return_id,q1\n"=1+1",3\n@sum,2\n', encoding="utf-8")
    assert run(score, folder, "tool.yaml", "ratings.csv", "--out", "scores.csv").exit_code == 0
    rows = list(csv.DictReader(io.StringIO((folder / "scores.csv").read_text(encoding="utf-8-sig"))))
    assert [row["return_id"] for row in rows if row["of"] == "overall"] == ["'=1+1", "'@sum"]
    assert run(score, folder, "tool.yaml", "ratings.csv", "--out", "scores.xlsx").exit_code == 0
    sheet = openpyxl.load_workbook(folder / "scores.xlsx")["Scores"]
    assert (sheet["A2"].value, sheet["A2"].data_type) == ("=1+1", "s")


def test_an_explanation_adds_up_and_names_what_was_left_out(folder):
    done = run(explain, folder, "tool.yaml", "ratings.csv", "r")
    assert done.exit_code == 0
    for words in ("27.8 out of 100", "capped by q5", "q3: left out, not applicable", "q4: left out, unanswered"):
        assert words in done.stdout
    assert run(explain, folder, "tool.yaml", "ratings.csv", "r", "--out", "why.json").exit_code == 0
    document = json.loads((folder / "why.json").read_text(encoding="utf-8"))
    points = [line["to_overall"] for part in document["sections"] for line in part["contributions"]]
    assert sum(points) == pytest.approx(document["score"], abs=1e-9)


def test_a_return_that_is_not_there_is_a_fault_of_the_input(folder):
    done = run(explain, folder, "tool.yaml", "ratings.csv", "nobody")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "there is no return 'nobody'" in done.stderr


@pytest.mark.parametrize(("command", "out"), [(score, "out.json"), (score, "out.xlsx"), (summarise, "out.html")])
def test_bad_ratings_exit_1_and_write_nothing(folder, command, out):
    before = sorted(path.name for path in folder.iterdir())
    done = run(command, folder, "tool.yaml", "bad.csv", "--out", out)
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr == f"{folder / 'bad.csv'}: row 7, column question: 'q9' is not a question of this tool\n"
    assert sorted(path.name for path in folder.iterdir()) == before


def test_an_output_that_was_there_stays_when_the_input_is_bad(folder):
    (folder / "out.json").write_text("before", encoding="utf-8")
    assert run(score, folder, "tool.yaml", "bad.csv", "--out", "out.json").exit_code == 1
    assert (folder / "out.json").read_text(encoding="utf-8") == "before"


def test_the_good_rows_are_scored_and_the_bad_ones_set_beside(folder):
    done = run(score, folder, "tool.yaml", "bad.csv", "--out", "out.json", "--lenient")
    assert done.exit_code == 0
    assert "row 7, column question" in done.stderr
    assert [each["return_id"] for each in json.loads((folder / "out.json").read_text("utf-8"))["returns"]] == ["r", "s"]
    rows = list(csv.reader(io.StringIO((folder / "out.bad-rows.csv").read_text(encoding="utf-8-sig"))))
    assert rows == [
        ["row", "what is wrong", "return_id", "question", "rating"],
        ["7", "question: 'q9' is not a question of this tool", "r", "q9", "3"],
    ]


@pytest.mark.parametrize(
    "arguments",
    [
        ("tool.yaml",),
        ("tool.yaml", "nowhere.csv"),
        ("tool.yaml", "ratings.csv", "--out", "scores.pdf"),
        ("tool.yaml", "ratings.csv", "--out", "nowhere/scores.json"),
        ("tool.yaml", "ratings.csv", "--wrong"),
    ],
)
def test_wrong_usage_exits_2(folder, arguments):
    assert run(score, folder, *arguments).exit_code == 2


def test_an_attribute_that_no_organisation_has_is_wrong_usage(folder):
    done = run(summarise, folder, "tool.yaml", "ratings.csv", "--by", "phase")
    assert done.exit_code == 2
    assert "no organisation attribute is called 'phase'" in done.stderr


def test_a_faulty_tool_exits_1_with_its_lines(folder):
    (folder / "tool.yaml").write_text(TOOL.replace("kind: self_assessment", "kind: nonsense"), encoding="utf-8")
    done = run(score, folder, "tool.yaml", "ratings.csv", "--out", "out.json")
    assert done.exit_code == 1
    assert re.search(r"tool\.yaml:5: error", done.stderr)
    assert not (folder / "out.json").exists()


def test_a_summary_has_its_shape(folder):
    many(folder)
    many(folder, "before.csv", best="1")
    given = ("tool.yaml", "many.csv", "--organisations", "orgs.csv", "--previous", "before.csv")
    done = run(summarise, folder, *given, "--out", "report.json")
    assert (done.exit_code, done.stderr) == (0, "")
    report = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    assert list(report) == ["working_well", "concerns", "recommendations", "also_noted", "learning", "note"]
    assert all(list(line) == ["about", "text", "reasons"] for name in list(report)[:5] for line in report[name])
    assert [line["about"] for line in report["working_well"]] == ["q1"]
    # q2: all 8 at concern, weight 2: 2 * 1 = 2. q5: 2 of 8 at concern and critical: 0.25 + 0.5 = 0.75
    assert [line["about"] for line in report["concerns"]] == ["q2", "q5"]
    assert report["note"] is None


@pytest.mark.parametrize("out", ["report.html", "report.md"])
def test_a_report_shows_hostile_titles_as_they_are_written(folder, out):
    many(folder)
    done = run(summarise, folder, "tool.yaml", "many.csv", "--organisations", "orgs.csv", "--out", out)
    assert done.exit_code == 0
    text = (folder / out).read_text(encoding="utf-8")
    assert "<what>" not in text
    # the two secondaries are fewer than 5, and the only small group: the primaries hide with them
    assert "fewer than 5" in text
    if out.endswith(".html"):
        assert not re.search(r"(?:src|href)=\"https?:", text)
        identifiers = re.findall(r"\bid=\"([^\"]+)\"", text)
        assert len(set(identifiers)) == len(identifiers)


def test_a_report_in_word_has_alternatives_and_repeated_headers(folder):
    many(folder)
    assert run(summarise, folder, "tool.yaml", "many.csv", "--out", "report.docx").exit_code == 0
    body = zipfile.ZipFile(folder / "report.docx").read("word/document.xml").decode()
    pictures = re.findall(r"<wp:docPr [^>]*>", body)
    assert pictures
    assert all('descr="' in picture for picture in pictures)
    assert body.count("<w:tblHeader") == body.count("<w:tbl>")


def test_a_report_in_pdf_is_tagged_and_its_pictures_are_described(folder):
    many(folder)
    assert run(summarise, folder, "tool.yaml", "many.csv", "--out", "report.pdf").exit_code == 0
    with pikepdf.open(folder / "report.pdf") as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "en-GB"
        kinds = [str(element.get("/S")) for element in pdf.objects if isinstance(element, pikepdf.Dictionary)]
        described = [
            element for element in pdf.objects if isinstance(element, pikepdf.Dictionary) and "/Alt" in element
        ]
    assert "/TH" in kinds
    assert len(described) >= kinds.count("/Figure") > 0


def test_the_same_input_gives_the_same_files(folder):
    many(folder)
    for out in ("report.html", "report.pdf"):
        made = []
        for _ in range(2):
            run(summarise, folder, "tool.yaml", "many.csv", "--out", out)
            made.append(Path(folder / out).read_bytes())
        assert made[0] == made[1], out
