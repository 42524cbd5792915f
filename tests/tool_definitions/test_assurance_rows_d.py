"""Group D of the catalogue of bad inputs: a test a row, at the command line.

What is refused ends with exit 1 and nothing else done; each fault is one line that says where, what is wrong and what
to do about it.
"""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from formsapp.tools.check_command import check
from tool_definitions import document
from tool_definitions.loader import load_tool

HEAD = """\
key: example
version: "1"
title: An example
kind: report
rating_schemes: {practice: {use: four-levels-of-practice}}
sections:
  - key: a
    title: A
    questions:
"""
FIRST = "      - {key: a.1, type: rating, scheme: practice, title: Staff know who to tell}\n"
TEXT = "      - {key: a.2, type: text, title: What went well?}\n"
LINE = re.compile(r"^(?P<file>[^:]+):(?P<line>\d+): (?P<severity>error|warning) (?P<code>[a-z0-9-]+) .+ – .+$")


@pytest.fixture
def tool_file(tmp_path):
    def tool_file(content, name="tool.yaml"):
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return tool_file


def run(*arguments):
    result = CliRunner().invoke(check, [str(argument) for argument in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert all(LINE.match(line) for line in result.stdout.splitlines() if "unchanged" not in line), result.stdout
    return result


def refused(path, *arguments):
    """The (line, code, text) of each error of a file that is refused."""
    result = run(*arguments, path)
    assert result.exit_code == 1
    matches = [(LINE.match(line), line) for line in result.stdout.splitlines()]
    return [(int(match["line"]), match["code"], line) for match, line in matches if match["severity"] == "error"]


def accepted(path, *arguments):
    result = run(*arguments, path)
    assert result.exit_code == 0, result.stdout
    return result.stdout


def test_d1_an_alias_bomb(tool_file):
    bomb = "a: &a [x, x]\n" + "".join(
        f"{b}: &{b} [*{a}, *{a}, *{a}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    found = refused(tool_file(bomb))
    assert {code for _, code, _ in found} == {"alias"}
    assert {line for line, _, _ in found} == set(range(1, 10))
    assert "anchors and aliases (& and *) are not allowed" in found[0][2]


def test_d2_an_alias_of_itself_and_a_merge_key(tool_file):
    assert {code for _, code, _ in refused(tool_file("a: &x [*x]\n"))} == {"alias"}
    assert {(line, code) for line, code, _ in refused(tool_file("a: b\n<<: {c: d}\n"))} == {(2, "merge-key")}


def test_d3_a_python_tag_runs_nothing(tool_file, tmp_path):
    sentinel = tmp_path / "sentinel"
    text = HEAD + TEXT + f'purpose: !!python/object/apply:os.system ["touch {sentinel}"]\n'
    ((line, code, said),) = refused(tool_file(text))
    assert (line, code) == (11, "tag")
    assert "unknown tag" in said
    assert not sentinel.exists()


def test_d4_the_same_field_twice(tool_file):
    ((line, code, said),) = refused(tool_file(HEAD + TEXT + "title: Again\n"))
    assert (line, code) == (11, "repeated-field")
    assert "'title' appears on lines 3 and 11" in said


@pytest.mark.parametrize("other", ["a.2", "A.2", " a.2", "ａ.2"])
def test_d5_ids_that_are_the_same_or_look_it(tool_file, other):
    found = refused(tool_file(HEAD + TEXT + f'      - {{key: "{other}", type: text, title: What else?}}\n'))
    assert any(code == "duplicate-key" and "on lines 10 and 11" in said for _, code, said in found)


def test_d6_bare_ids_are_kept_and_quotes_asked_for(tool_file):
    rows = "".join(f"      - {{key: {key}, type: text, title: Number {key}}}\n" for key in ("4.1", "4.10", "010"))
    said = accepted(tool_file(HEAD + rows))
    assert list(load_tool(tool_file(HEAD + rows)).questions) == ["4.1", "4.10", "010"]
    assert sum("Put the id in quotes" in line for line in said.splitlines()) == 2
    values = "".join(f"          - {{value: {value}, label: Value {value}}}\n" for value in ("12:30", "1_000", "7"))
    choice = "      - key: a.3\n        type: choice\n        title: When?\n        options:\n" + values
    assert accepted(tool_file(HEAD + choice)).count("needs-quotes") == 2
    assert [option.value for option in load_tool(tool_file(HEAD + choice)).questions["a.3"].options] == [
        "12:30",
        "1_000",
        "7",
    ]


def test_d7_bare_levels_and_versions_are_kept_and_quotes_asked_for(tool_file):
    bare = ("no", "off", "on", "yes", "2026-09-01")
    rows = "".join(
        f"      - {{value: {value}, label: Level {place}, score: {place}, stance: {stance}}}\n"
        for place, (value, stance) in enumerate(zip(bare, ["concern"] * 3 + ["strength"] * 2, strict=True))
    )
    scheme = "rating_schemes:\n  mine:\n    key: mine\n    title: Mine\n    levels:\n" + rows
    text = HEAD.replace("rating_schemes: {practice: {use: four-levels-of-practice}}\n", scheme).replace('"1"', "1.10")
    path = tool_file(text + FIRST.replace("practice", "mine"))
    said = accepted(path)
    assert said.count("Put the level in quotes") == 5
    assert said.count('Put the version in quotes: "1.10"') == 1
    assert tuple(level.value for level in load_tool(path).scheme_of("a.1").levels) == bare
    assert load_tool(path).version == "1.10"


@pytest.mark.parametrize("weight", [".nan", ".inf", "-1", '"3"', "1e308", "101"])
def test_d8_a_weight_that_is_none(tool_file, weight):
    ((line, _, said),) = refused(tool_file(HEAD + FIRST.replace("}", f", weight: {weight}}}")))
    assert line == 10
    assert "'weight' must be a number from 0 to 100" in said


def test_d8_all_weights_zero(tool_file):
    ((_, code, said),) = refused(tool_file(HEAD + FIRST.replace("}", ", weight: 0}")))
    assert code == "all-weights-zero"
    assert "give at least one a weight above 0" in said


def test_d9_conditions_in_a_circle(tool_file):
    rows = (
        '      - {key: "4.1", type: yes_no, title: Is it so?, show_if: {question: "4.3", is: [yes]}}\n'
        '      - {key: "4.3", type: yes_no, title: Is it not?, show_if: {question: "4.1", is: [yes]}}\n'
        '      - {key: "4.5", type: yes_no, title: Is it?, show_if: {question: "4.5", is: [yes]}}\n'
    )
    found = refused(tool_file(HEAD + rows))
    assert [code for _, code, _ in found] == ["cycle", "condition-on-itself"]
    assert "4.1 → 4.3 → 4.1" in found[0][2]
    assert "4.5 → 4.5" in found[1][2]


def test_d10_conditions_on_what_is_not_there_or_comes_later(tool_file):
    rows = (
        FIRST + "      - {key: b.1, type: text, title: One?, show_if: {question: a.11, at_or_below: met}}\n"
        "      - {key: b.2, type: text, title: Two?, show_if: {question: a.1, at_or_below: partly_meet}}\n"
        "      - {key: b.3, type: text, title: Three?, show_if: {question: b.4, answered: true}}\n"
        "      - {key: b.4, type: text, title: Four?}\n"
    )
    found = refused(tool_file(HEAD + rows))
    assert [code for _, code, _ in found] == ["unknown-question", "unknown-level", "condition-on-later"]
    assert "did you mean 'a.1'?" in found[0][2]
    assert "did you mean 'partly_met'?" in found[1][2]


@pytest.mark.parametrize(
    ("condition", "code"),
    [
        ("\"__import__('os').system('true')\"", "bad-condition"),
        ("a.1.__class__", "bad-condition"),
        ("9**9**9", "bad-condition"),
        ("x " * 5000, "bad-condition"),
        ("[" * 200 + "]" * 200, "too-deep"),
    ],
)
def test_d11_a_condition_is_never_run(tool_file, condition, code):
    row = FIRST + f"      - {{key: a.2, type: text, title: What went well?, show_if: {condition}}}\n"
    found = refused(tool_file(HEAD + row))
    assert (found[0][0], found[0][1]) == (11, code)
    assert len(found) == 1


def test_d12_a_misspelt_field(tool_file):
    ((_, code, said),) = refused(tool_file(HEAD + TEXT.replace("}", ", requird: true}")))
    assert code == "unknown-field"
    assert "did you mean 'required'?" in said


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("", ["empty-file"]),
        ("# nothing but a comment\n", ["empty-file"]),
        ("- a\n- b\n", ["not-fields"]),
        ("a: b\n---\nc: d\n", ["several-documents"]),
        (
            HEAD.replace("title: An example\n", "") + "      - {key: a.1, type: text}\n",
            ["missing-field", "missing-field"],
        ),
        (HEAD.replace("{use: four-levels-of-practice}", "{key: m, title: M}") + FIRST, ["missing-field"]),
    ],
)
def test_d13_files_with_nothing_or_too_much(tool_file, text, codes):
    assert [code for _, code, _ in refused(tool_file(text))] == codes


@pytest.mark.parametrize("deep", ["[" * 5000 + "]" * 5000, "{a: " * 5000 + "1" + "}" * 5000, "[ " * 5000 + "] " * 5000])
def test_d14_deep_nesting_is_refused_without_the_slow_parser(tool_file, deep, monkeypatch):
    monkeypatch.setattr(document, "YAML", only_quick(document.YAML))
    ((line, code, said),) = refused(tool_file(f"key: a\npurpose: {deep}\n"))
    assert (line, code) == (2, "too-deep")
    assert "nested too deeply" in said


def only_quick(parser):
    """The parser of YAML, which must not be asked to read slowly."""

    def make(*, typ, pure=False):
        assert not pure, "the slow parser was asked"
        return parser(typ=typ)

    return make


def test_d15_too_many_questions_are_refused_without_the_slow_parser(tool_file, monkeypatch):
    monkeypatch.setattr(document, "YAML", only_quick(document.YAML))
    rows = "".join(f"      - {{key: q{n}, type: text, title: A}}\n" for n in range(20_000))
    ((_, code, _),) = refused(tool_file(HEAD + rows))
    assert code == "too-large"


def test_d15_ten_megabytes_are_refused_before_parsing(tool_file, monkeypatch):
    monkeypatch.setattr(document, "YAML", None)
    ((_, code, said),) = refused(tool_file(b"a" * 10_000_000))
    assert code == "too-large"
    assert "1 MiB" in said


def test_d15_a_label_of_100_kilobytes(tool_file):
    ((line, code, said),) = refused(tool_file(HEAD + TEXT.replace("What went well?", "a" * 100_000)))
    assert (line, code) == (10, "too-long")
    assert "over 500 characters" in said
    assert len(said) < 400


@pytest.mark.parametrize("hidden", ["\u202e", "\u2066", "\u200b"])
def test_d16_hidden_characters(tool_file, hidden):
    codes = {code for _, code, _ in refused(tool_file(HEAD + TEXT.replace("a.2", f'"a{hidden}2"')))}
    assert codes == {"bad-key"}
    path = tool_file(HEAD + TEXT.replace("What went", f'"What {hidden}went').replace("?}", '?"}'))
    said = accepted(path)
    assert f"warning hidden-character the text holds the hidden character U+{ord(hidden):04X}" in said
    assert hidden not in said
    assert hidden in load_tool(path).questions["a.2"].title


@pytest.mark.parametrize("title", ["بچوں کی بات", "الطفل", "Gwrando ar blant", "👩‍🏫 ‍leads"])
def test_d17_any_script_is_accepted_byte_for_byte(tool_file, title):
    path = tool_file(HEAD + TEXT.replace("What went well?", title))
    accepted(path)
    assert load_tool(path).questions["a.2"].title.encode() == title.encode()


def test_d18_text_is_only_text(tool_file):
    harmless = "{{7*7}} {0.__class__} %s <img onerror=alert(1)>"
    path = tool_file(HEAD + TEXT.replace("}", f', guidance: "{harmless}"}}'))
    assert "raw-html" in accepted(path)
    assert load_tool(path).questions["a.2"].guidance == harmless
    ((_, code, _),) = refused(tool_file(HEAD + TEXT.replace("}", ', guidance: "[Press](javascript:alert(1))"}')))
    assert code == "unsafe-link"


def test_d19_there_are_no_patterns(tool_file):
    ((_, code, _),) = refused(tool_file(HEAD + TEXT.replace("}", ", pattern: '(a+)+$'}")))
    assert code == "unknown-field"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ((HEAD + TEXT).encode("utf-16"), "not-utf-8"),
        ((HEAD + TEXT.replace("well", "wéll")).encode("latin-1"), "not-utf-8"),
        ((HEAD + TEXT.replace("well", "w\x00ll")).encode(), "control-character"),
        ((HEAD + TEXT.replace("well", "w\x07ll")).encode(), "control-character"),
    ],
)
def test_d20_bytes_that_are_not_text(tool_file, content, code):
    ((_, found, said),) = refused(tool_file(content))
    assert found == code
    assert code != "not-utf-8" or "Save as UTF-8" in said


def test_d20_a_byte_order_mark_is_accepted(tool_file):
    accepted(tool_file((HEAD + TEXT).encode("utf-8-sig")))


def test_d21_a_version_that_is_ratified(tool_file):
    ratified = tool_file(HEAD + TEXT, "ratified.yaml")
    changed = tool_file(HEAD + TEXT.replace("well", "badly"), "changed.yaml")
    ((_, code, said),) = refused(changed, "--earlier", ratified)
    assert code == "version-ratified"
    assert "raise the version" in said
    again = tool_file("# the same\n" + HEAD + TEXT, "again.yaml")
    assert f"{again}: unchanged" in accepted(again, "--earlier", ratified)


def test_d22_what_nobody_could_answer(tool_file):
    both = "{all: [{question: a.1, at_or_below: not_met}, {question: a.1, at_or_above: met}]}"
    never = f"      - {{key: a.2, type: yes_no, title: Is it so?, show_if: {both}}}\n"
    assert [code for _, code, _ in refused(tool_file(HEAD + FIRST + never))] == ["never-shown"]
    scheme = "{key: m, title: M, levels: [{value: a, label: A, score: 1, stance: concern}]}"
    one_level = HEAD.replace("{use: four-levels-of-practice}", scheme)
    assert [code for _, code, _ in refused(tool_file(one_level + FIRST))] == ["too-few-levels"]
    twice = "      - {key: a.2, type: choice, title: Which?, options: [{value: b, label: B}, {value: B, label: Bee}]}\n"
    assert [code for _, code, _ in refused(tool_file(HEAD + twice))] == ["duplicate-option"]


def test_what_is_refused_leaves_the_file_as_it_was(tool_file):
    path = tool_file("a: &x [*x]\n")
    before = Path(path).read_bytes()
    refused(path)
    assert Path(path).read_bytes() == before
