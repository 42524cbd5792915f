"""Settings are told about the draw that whoever tells them has read, and about no other."""

import pytest

from formsapp.database import database
from formsapp.samples.commands import Stated, draw
from formsapp.samples.models import Sample
from tests.samples.drawing import Drawing

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def test_a_draw_that_was_not_read_is_told_to_nobody(db, client) -> None:
    place = Drawing(db)
    by = place.actor(place.officer)
    draw(db, audit=place.audit, stated=Stated(size=3), after=0, by=by)
    db.commit()
    client.sign_in(place.officer)
    page = f"/audits/{place.audit.id}/sample/tell"
    assert 'name="read-draw" value="1"' in client.get(page).text
    draw(db, audit=place.audit, stated=Stated(size=4), after=1, reason="One more", by=by)
    db.commit()
    answer = client.post_form(page, {"read": "yes", "read-draw": "1"})
    assert answer.status_code == 422
    assert "drawn again since you read this" in answer.text
    assert client.post_form(page, {"read": "yes", "read-draw": ""}).status_code == 422
    with database().reading() as session:
        assert [one.told_at for one in session.query(Sample)] == [None, None]
    assert client.post_form(page, {"read": "yes"}).status_code == 303
