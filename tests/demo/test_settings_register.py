"""The register's file of the borough: the shape of the national one, and nothing of it."""

import csv
from io import BytesIO, StringIO

import pytest

from formsapp.demo.personas import SEED
from formsapp.demo.settings_register import columns, register_csv, settings_of
from formsapp.organisations.register_file import read_register
from tests.demo.making_a_borough import TODAY


@pytest.fixture(params=[False, True], ids=["this year", "last year"])
def content(request) -> bytes:
    return register_csv(SEED, today=TODAY, last_year=request.param)


def test_it_has_the_registers_140_columns_in_its_encoding(content):
    rows = list(csv.reader(StringIO(content.decode("cp1252"))))
    assert len(columns()) == 140
    assert {len(row) for row in rows} == {140}
    with pytest.raises(UnicodeDecodeError):
        content.decode("utf-8")


def test_it_is_read_without_a_problem_and_nothing_is_left_for_a_person_to_say(content):
    read = read_register(BytesIO(content), local_authorities=("999",))
    assert read.problems == ()
    assert read.unsure == ()
    assert len(read.schools) == 108


def test_no_name_is_used_twice():
    names = [setting.name for setting in settings_of(SEED)]
    assert len(set(names)) == len(names)
    heads = [setting.head for setting in settings_of(SEED)]
    assert len(set(heads)) == len(heads)


def test_another_seed_is_another_borough():
    assert register_csv(1, today=TODAY) != register_csv(2, today=TODAY)
