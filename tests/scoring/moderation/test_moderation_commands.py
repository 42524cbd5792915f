"""`formsapp sample`, `allocate`, `agreement` and `estimate`: exit codes, outputs, and nothing half written."""

import csv
import io
import json
import re
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from formsapp.cli import main

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
      - {value: "0", label: Not met, score: 0, stance: concern}
      - {value: "1", label: Partly met, score: 1, stance: concern}
      - {value: "2", label: Met, score: 2, stance: adequate}
      - {value: "3", label: Embedded, score: 3, stance: strength}
  two:
    key: two
    title: Two
    levels:
      - {value: "no", label: "No", score: 0, stance: concern}
      - {value: "yes", label: "Yes", score: 1, stance: strength}
scoring:
  bands: [{from: 0, label: Low}, {from: 50, label: Good}]
sections:
  - key: a
    title: A
    questions:
      - {key: q1, type: rating, scheme: four, title: One, limit: {at_or_below: "0", overall: Low}}
      - {key: q2, type: rating, scheme: two, title: Two}
"""
RETURNS = "return_id,organisation_id,phase,trust\n" + "".join(
    f"r{n},s{n},{'primary' if n < 6 else 'secondary'},{'Elm' if n < 2 else ''}\n" for n in range(9)
)
MODERATORS = "moderator_id,organisation_id,trust\nAnn,s0,\nBob,,elm\nCal,s3; S4,\n"
EXAMPLE = Path(__file__).parent / "agreement-published-example.csv"
POPULATION = (
    "return_id,stratum,self,moderated,pick\n"
    "a1,a,60,50,random\na2,a,70,66,random\na3,a,80,,\na4,a,90,,\nb1,b,40,40,must_include\n"
)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    for name, text in {
        "tool.yaml": TOOL,
        "returns.csv": RETURNS,
        "mods.csv": MODERATORS,
        "ratings.csv": "return_id,q1,q2\n" + "".join(f"r{n},{0 if n == 8 else 2},no\n" for n in range(9)),
        "population.csv": POPULATION,
    }.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str):
    done = CliRunner().invoke(main, list(arguments), catch_exceptions=False)
    assert "Traceback" not in done.output
    return done


def table(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(Path(name).read_text(encoding="utf-8-sig"))))


DRAW = ("sample", "returns.csv", "--size", "4", "--seed", "7", "--strata", "phase")


def test_a_sample_is_printed_with_its_seed_and_its_reasons(folder):
    done = run(*DRAW, "--must-include", "r5=A new head")
    assert (done.exit_code, done.stderr) == (0, "")
    assert "A sample of 4 of 9 returns, by phase, drawn with the seed 7." in done.stdout
    assert re.search(r"primary +6 +1 +2\n", done.stdout)
    assert re.search(r"r5 +must include +primary +A new head\n", done.stdout)
    assert "the one drawn at random from the three returns in the stratum secondary" in done.stdout


def test_a_sample_is_written_in_every_format_and_read_again(folder):
    for name in ("sample.csv", "sample.json", "sample.xlsx"):
        done = run(*DRAW, "--must-include", "r5=A new head", "--out", name)
        assert (done.exit_code, done.output) == (0, "")
    document = json.loads((folder / "sample.json").read_text(encoding="utf-8"))
    assert (document["seed"], document["size"], document["by"]) == (7, 4, ["phase"])
    drawn = [(pick["return_id"], pick["pick"]) for pick in document["picks"]]
    rows = table("sample.csv")
    assert [(row["return_id"], row["pick"]) for row in rows[:4]] == drawn
    assert len(rows) == 9
    assert {row["stratum"] for row in rows} == {"primary", "secondary"}
    book = openpyxl.load_workbook("sample.xlsx")
    assert book.sheetnames == ["Sample", "Strata", "All returns"]
    assert [row[0].value for row in book["Sample"].iter_rows(min_row=2)] == [return_id for return_id, _ in drawn]
    for name in ("sample.csv", "sample.xlsx"):
        given = run("allocate", name, "mods.csv", "--out", "given.csv")
        assert given.exit_code == 0, given.stderr
        assert {row["return_id"] for row in table("given.csv")} == {return_id for return_id, _ in drawn}


def test_rows_in_another_order_give_the_same_sample(folder):
    header, *rows = RETURNS.splitlines()
    (folder / "other.csv").write_text("\n".join([header, *reversed(rows)]), encoding="utf-8")
    first, other = run(*DRAW), run("sample", "other.csv", *DRAW[2:])
    assert first.stdout == other.stdout


def test_risk_picks_say_what_was_found(folder):
    (folder / "before.csv").write_text("return_id,q1,q2\nr0,2,yes\nr1,2,no\n", encoding="utf-8")
    risk = ("--tool", "tool.yaml", "--ratings", "ratings.csv", "--previous", "before.csv", "--risk-picks", "3")
    done = run(*DRAW, *risk)
    assert done.exit_code == 0, done.stderr
    assert "rates one critical question at or below its limit: q1 (Not met)" in done.stdout
    assert "fell by 50.0 points since last year, from 83.3 to 33.3" in done.stdout
    assert "Of 3 risk picks asked for there are 2: no other return has a sign of risk." in done.stdout


def test_an_allocation_keeps_everybody_from_their_own(folder):
    (folder / "interests.csv").write_text(
        "moderator_id,return_id,organisation_id,reason\nCal,r5,,parent\nBob,,S6,governor\n", encoding="utf-8"
    )
    done = run("allocate", "returns.csv", "mods.csv", "--interests", "interests.csv", "--out", "given.json")
    assert (done.exit_code, done.output) == (0, "")
    document = json.loads((folder / "given.json").read_text(encoding="utf-8"))
    apart = {(each["moderator_id"], each["return_id"]): each["why"] for each in document["kept_apart"]}
    assert apart == {
        ("Ann", "r0"): "same organisation, same trust",  # her school's trust is known from its return
        ("Ann", "r1"): "same trust",
        ("Bob", "r0"): "same trust",
        ("Bob", "r1"): "same trust",
        ("Bob", "r6"): "governor",
        ("Cal", "r3"): "same organisation",
        ("Cal", "r4"): "same organisation",
        ("Cal", "r5"): "parent",
    }
    assert set(document["loads"].values()) == {3}
    pairs = {(each["moderator_id"], each["return_id"]) for each in document["pairs"]}
    assert not pairs & set(apart)
    assert len(pairs) == 9
    printed = run("allocate", "returns.csv", "mods.csv", "--interests", "interests.csv")
    assert "Nine returns shared among three moderators." in printed.stdout
    assert "Eight pairs of a return and a moderator were kept apart" in printed.stdout


def test_what_stands_counts_and_a_book_of_three_sheets_holds_it(folder):
    (folder / "stands.csv").write_text("return_id,moderator_id\nr8,Ann\nr7,Ann\nr6,Ann\n", encoding="utf-8")
    done = run("allocate", "returns.csv", "mods.csv", "--already", "stands.csv", "--out", "given.xlsx")
    assert done.exit_code == 0, done.stderr
    book = openpyxl.load_workbook("given.xlsx")
    assert book.sheetnames == ["Allocation", "Moderators", "Kept apart"]
    which = {row[0].value: row[2].value for row in book["Moderators"].iter_rows(min_row=2)}
    assert which["Ann"] == "r6; r7; r8"


def test_an_impossible_allocation_names_who_cannot_and_why_and_writes_nothing(folder):
    done = run("allocate", "returns.csv", "mods.csv", "--each", "2", "--out", "given.csv")
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr == (
        "returns.csv: r0 needs two moderators, and only Cal may take it: Ann must not (same organisation, same trust),"
        " Bob must not (same trust); r1 needs two moderators, and only Cal may take it: Ann must not (same trust),"
        " Bob must not (same trust). Ask somebody else as well.\n"
    )
    assert not (folder / "given.csv").exists()
    only = "moderator_id,return_id,reason\n" + "".join(f"Bob,r{n},governor\n" for n in range(2, 9))
    (folder / "interests.csv").write_text(only, encoding="utf-8")
    uneven = ("allocate", "returns.csv", "mods.csv", "--interests", "interests.csv")
    done = run(*uneven)
    assert done.exit_code == 1
    assert done.stderr.endswith("Ask somebody else as well, or share them unevenly with --uneven.\n")
    done = run(*uneven, "--uneven", "--out", "given.json")
    assert done.exit_code == 0
    loads = json.loads((folder / "given.json").read_text(encoding="utf-8"))["loads"]
    assert (loads["Bob"], sorted(loads.values())) == (0, [0, 4, 5])


def test_where_no_trust_is_stated_it_says_so(folder):
    (folder / "few.csv").write_text("return_id\ns0\ns9\n", encoding="utf-8")
    done = run("allocate", "few.csv", "mods.csv", "--uneven", "--out", "given.json")
    assert done.exit_code == 0
    assert done.stderr == "few.csv has no column trust, so nobody was kept apart for the same trust.\n"
    kept = json.loads((folder / "given.json").read_text(encoding="utf-8"))["kept_apart"]
    assert kept == [{"return_id": "s0", "moderator_id": "Ann", "why": "same organisation"}]


def test_agreement_of_the_published_example_from_either_shape(folder):
    done = run("agreement", str(EXAMPLE), "--levels", "1,2,3,4,5", "--seed", "1", "--out", "wide.json")
    assert (done.exit_code, done.output) == (0, "")
    with EXAMPLE.open(encoding="utf-8") as file:
        wide = list(csv.DictReader(file))
    long = [f"{row['unit']},{rater},{row[rater]}" for row in reversed(wide) for rater in "ABCD"]
    (folder / "long.csv").write_text("\n".join(["unit,rater,rating", *long]), encoding="utf-8")
    assert run("agreement", "long.csv", "--levels", "1,2,3,4,5", "--seed", "1", "--out", "long.json").exit_code == 0
    one, other = (json.loads(Path(name).read_text(encoding="utf-8")) for name in ("wide.json", "long.json"))
    assert one == other
    (found,) = one["agreement"]
    assert round(found["alpha"]["value"], 3) == 0.815
    assert found["kappa"] == {"value": None, "low": None, "high": None, "why": "more than two raters"}
    printed = run("agreement", str(EXAMPLE), "--levels", "1,2,3,4,5", "--seed", "1").stdout
    assert re.search(r"Krippendorff's alpha, ordinal +0\.815 \(", printed)
    assert "Rated by two or more: 11 by four raters; 1 by one person only" in printed


def test_each_question_is_rated_on_its_own_scheme(folder):
    rows = [f"u{n},q1,{rater},{(n + (rater == 'B' and n == 3)) % 4}" for n in range(4) for rater in "AB"]
    rows += [f"u{n},q2,{rater},yes" for n in range(3) for rater in "AB"] + ["u9,q2,A,not_applicable"]
    (folder / "long.csv").write_text("\n".join(["unit,question,rater,rating", *rows]), encoding="utf-8")
    done = run("agreement", "long.csv", "--tool", "tool.yaml", "--out", "found.json")
    assert done.exit_code == 0, done.stderr
    four, two = json.loads((folder / "found.json").read_text(encoding="utf-8"))["agreement"]
    assert (four["scheme"], four["units"], four["exact"]["agreed"]) == ("Four", 4, 3)
    assert (two["units"], two["not_applicable"], two["alpha"]["why"]) == (3, 1, "no variation")
    assert (two["ac2"]["value"], two["ac2"]["low"], two["ac2"]["high"]) == (1.0, 1.0, 1.0)
    printed = run("agreement", "long.csv", "--tool", "tool.yaml").stdout
    assert "Krippendorff's alpha, ordinal  none: no variation" in printed
    assert "Not applicable, which counts as no rating: 1" in printed


def test_one_person_alone_cannot_agree(folder):
    (folder / "alone.csv").write_text("unit,rater,rating\na,A,1\nb,A,2\n", encoding="utf-8")
    done = run("agreement", "alone.csv", "--levels", "1,2")
    assert done.exit_code == 0
    assert "Agreement needs two raters" in done.stdout


def test_an_estimate_worked_by_hand(folder):
    # Stratum a: 4 of 5 returns, changes -10 and -4, mean -7, s2 = 18; b1 counts for itself and changed by 0.
    # Shift 0.8 * -7 = -5.6; variance 0.64 * 0.5 * 18 / 2 = 2.88, one degree of freedom: t = 12.706.
    assert run("estimate", "population.csv", "--out", "found.json").exit_code == 0
    found = json.loads((folder / "found.json").read_text(encoding="utf-8"))
    assert (found["self_mean"], found["shift"]) == (68, pytest.approx(-5.6))
    assert found["high"] - found["estimate"] == pytest.approx(12.7062 * 2.88**0.5, abs=1e-3)
    printed = run("estimate", "population.csv").stdout
    assert "Mean change by moderation: -5.6 points" in printed
    assert "Estimate for all returns: 62.4 (95% interval 40.8 to 84.0)" in printed
    assert "One moderated return was picked by judgement" in printed


def test_an_estimate_is_drawn(folder):
    assert run("estimate", "population.csv", "--out", "found.svg").exit_code == 0
    assert (folder / "found.svg").read_text().startswith("<svg")


def test_an_estimate_of_nothing_says_why(folder):
    (folder / "none.csv").write_text("return_id,stratum,self,moderated,pick\nr1,a,50,,\n", encoding="utf-8")
    done = run("estimate", "none.csv")
    assert done.exit_code == 0
    assert "No estimate: nothing moderated." in done.stdout


# What is wrong with the input

SAMPLE = ("sample", "bad.csv", "--size", "1", "--seed", "1")
ALLOCATE = ("allocate", "returns.csv", "mods.csv")
AGREE = ("agreement", "bad.csv", "--levels", "1,2")
ESTIMATE = ("estimate", "bad.csv")
HEAD = "return_id,stratum,self,moderated,pick\n"
BAD = [
    (SAMPLE, "", "bad.csv: row 1, column (file): the file is empty"),
    (SAMPLE, "id,phase\nr1,x\n", "bad.csv: row 1, column return_id: this column is missing"),
    (SAMPLE, "return_id,phase\n", "bad.csv: row 2, column return_id: there is nothing under the header"),
    (SAMPLE, "return_id\nr1\n\nr1\n", "bad.csv: row 4, column return_id: 'r1' is here already, in row 2"),
    (SAMPLE, "return_id,phase\n ,x\n", "bad.csv: row 2, column return_id: is blank"),
    (SAMPLE, "return_id,phase\nr1\n", "bad.csv: row 2, column phase: the row ends before this column"),
    (SAMPLE, "return_id,phase,phase\nr1,x,y\n", "bad.csv: row 1, column phase: this column is here twice"),
    (SAMPLE, b"\xff\xfer\x00", "save it as CSV UTF-8: this file is in another encoding"),
    (SAMPLE, b"return_id\n\x81\n", "bad.csv: row 2, column return_id: neither UTF-8 nor cp1252"),
    ((*DRAW, "--must-include", "r77=x"), "x", "returns.csv: 'r77' must be included but is not among the returns"),
    (
        (*DRAW, "--must-include", "bad.csv"),
        "return_id,reason\nr1,\nr77,x\n",
        (
            "bad.csv: row 2, column reason: say why 'r1' must be included\n"
            "bad.csv: row 3, column return_id: 'r77' is not among the returns to draw from"
        ),
    ),
    (("sample", "returns.csv", "--size", "10", "--seed", "1"), "x", "returns.csv: A sample of 10 is more than"),
    (
        (*DRAW, "--risk-picks", "1", "--tool", "tool.yaml", "--ratings", "bad.csv"),
        "return_id,q1\nr0,2\n",
        "returns.csv: row 3, column return_id: 'r1' has no ratings in bad.csv",
    ),
    (
        (*DRAW, "--risk-picks", "1", "--tool", "tool.yaml", "--ratings", "bad.csv"),
        "return_id,q1\nr0,7\n",
        "bad.csv: row 2, column q1: '7' is not a level of 'Four'",
    ),
    (
        ("allocate", "returns.csv", "bad.csv"),
        "moderator_id,organisation_id\nAnn,\n",
        "bad.csv: row 1, column trust: this column is missing",
    ),
    (("allocate", "bad.csv", "mods.csv"), "return_id,pick\nr1,\n", "column pick: is blank in every row"),
    (
        (*ALLOCATE, "--interests", "bad.csv"),
        "moderator_id,return_id,reason\nEve,r1,x\nAnn,r99,\nBob,,x\n",
        (
            "bad.csv: row 2, column moderator_id: 'Eve' is not among the moderators\n"
            "bad.csv: row 3, column reason: say what the interest is\n"
            "bad.csv: row 3, column return_id: 'r99' is not among the returns\n"
            "bad.csv: row 4, column return_id: name the return, or the organisation, of this interest"
        ),
    ),
    (
        (*ALLOCATE, "--interests", "bad.csv"),
        "moderator_id,organisation_id,reason\nAnn,s99,x\n",
        "bad.csv: row 2, column organisation_id: 's99' is no organisation of a return",
    ),
    ((*ALLOCATE, "--interests", "bad.csv"), "moderator_id,reason\nAnn,x\n", "and so is organisation_id: give one"),
    (
        (*ALLOCATE, "--already", "bad.csv"),
        "return_id,moderator_id\nr8,Ann\nr8,Ann\nr99,\n",
        (
            "bad.csv: row 3, column moderator_id: this pair is here already, in row 2\n"
            "bad.csv: row 4, column moderator_id: is blank\n"
            "bad.csv: row 4, column return_id: 'r99' is not among those to allocate"
        ),
    ),
    (
        (*ALLOCATE, "--already", "bad.csv"),
        "return_id,moderator_id\nr0,Ann\n",
        "returns.csv: Ann has r0 already but must not (same organisation, same trust): take it back first.",
    ),
    (AGREE, "unit,A\nu,1\n", "bad.csv: row 1, column unit: beside it, give a column for each rater, at least two"),
    (AGREE, "unit,A,B\nu,1,3\n", "bad.csv: row 2, column B: '3' is not a level of 'the levels given' (1, 2)"),
    (AGREE, "unit,A,B\nu,NaN,2\n", "bad.csv: row 2, column A: 'NaN' is not a level"),
    (AGREE, "unit,A,B\nu,,\n", "bad.csv: row 2, column unit: there is no rating in any row"),
    (AGREE, "unit,A,B\nu,1,2\nu,1,2\n", "bad.csv: row 3, column A: 'A' has rated this already, in row 2"),
    (AGREE, "unit,rating\nu,1\n", "bad.csv: row 1, column rater: this column is missing"),
    (AGREE, "unit,rater,rating,ratng\nu,A,1,\n", "bad.csv: row 1, column ratng: not a column of a long table"),
    (AGREE, "unit,rater,rating\n,A,1\nu,,1\n", "bad.csv: row 2, column unit: is blank\nbad.csv: row 3, column rater"),
    (
        ("agreement", "bad.csv", "--tool", "tool.yaml"),
        "unit,question,A,B\nu,q9,1,2\nu,,1,2\n",
        (
            "bad.csv: row 2, column question: 'q9' is no rated question of this tool\n"
            "bad.csv: row 3, column question: is blank"
        ),
    ),
    (
        ("agreement", "bad.csv", "--tool", "tool.yaml"),
        "unit,A,B\nu,1,2\n",
        "bad.csv: row 1, column question: this column is missing: the tool has several rating schemes",
    ),
    (ESTIMATE, "return_id,self,moderated,pick\nr,1,1,\n", "bad.csv: row 1, column stratum: this column is missing"),
    (ESTIMATE, HEAD + 'r,a,"55,5",,\n', "bad.csv: row 2, column self: '55,5' is not a number: write it as 55.5"),
    (ESTIMATE, HEAD + "r,a,nan,,\n", "bad.csv: row 2, column self: 'nan' is not a number"),
    (ESTIMATE, HEAD + "r,a,1_0,,\n", "bad.csv: row 2, column self: '1_0' is not a number"),
    (ESTIMATE, HEAD + "r,a,50,101,random\n", "bad.csv: row 2, column moderated: '101' is not a score from 0 to 100"),
    (ESTIMATE, HEAD + "r,a,50,40,\n", "bad.csv: row 2, column pick: is blank, but there is a moderated score"),
    (ESTIMATE, HEAD + "r,a,,40,risk\n", "bad.csv: row 2, column self: is blank, but there is a moderated score"),
    (ESTIMATE, HEAD + "r,a,50,40,yes\n", "bad.csv: row 2, column pick: 'yes' is none of random, must_include, risk"),
]


@pytest.mark.parametrize(("arguments", "content", "said"), BAD)
def test_bad_input_exits_1_naming_the_row_and_column_and_writes_nothing(folder, arguments, content, said):
    (folder / "bad.csv").write_bytes(content if isinstance(content, bytes) else content.encode())
    before = sorted(path.name for path in folder.iterdir())
    done = run(*arguments, "--out", "out.json")
    assert (done.exit_code, done.stdout) == (1, "")
    assert said in done.stderr
    assert sorted(path.name for path in folder.iterdir()) == before


WRONG = [
    ("sample", "returns.csv"),
    ("sample", "returns.csv", "--size", "0", "--seed", "1"),
    ("sample", "returns.csv", "--size", "x", "--seed", "1"),
    ("sample", "nowhere.csv", "--size", "1", "--seed", "1"),
    (*DRAW, "--out", "sample.pdf"),
    (*DRAW, "--strata", "fase"),
    (*DRAW, "--must-include", "r1"),
    (*DRAW, "--must-include", "r1="),
    (*DRAW, "--must-include", "r1=x", "--must-include", "r1=y"),
    (*DRAW, "--risk-picks", "1"),
    (*DRAW, "--tool", "tool.yaml"),
    (*ALLOCATE, "--each", "3"),
    ("agreement", "returns.csv"),
    ("agreement", "returns.csv", "--levels", "1"),
    ("agreement", "returns.csv", "--levels", "1,1"),
    ("agreement", "returns.csv", "--scheme", "nobodys"),
    ("agreement", "returns.csv", "--levels", "1,2", "--tool", "tool.yaml"),
    ("estimate", "population.csv", "--out", "found.csv"),
]


@pytest.mark.parametrize("arguments", WRONG)
def test_wrong_usage_exits_2(folder, arguments):
    done = run(*arguments)
    assert (done.exit_code, done.stdout) == (2, "")
