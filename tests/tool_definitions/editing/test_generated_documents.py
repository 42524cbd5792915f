"""A few of the generated documents of the bench; the bench itself runs ten thousand."""

from tests.bench import generated_documents


def test_generated_documents_neither_crash_nor_come_back_as_others():
    figures = generated_documents.run(90, start=3)
    assert figures.failures == []
    assert figures.counts["valid, accepted"] > 0
    assert figures.counts["garbage"] == 30
