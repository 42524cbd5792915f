"""Two people who release one letter at the same moment, on both engines."""

from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import func, select

from formsapp.audit_trail.models import TrailEvent
from formsapp.database import database
from formsapp.feedback.queries import released_letter
from tests.feedback.world import FeedbackWorld


def test_two_who_release_at_once_send_one_letter(app, db) -> None:
    world = FeedbackWorld(db)
    world.judge_all()
    world.draft()
    chair, ids = world.chair, (world.audit.id, world.return_.id)
    world.db.commit()

    def press(_number: int) -> int:
        with app.app_context():
            client = app.test_client().sign_in(chair)
            form = f"/audits/{ids[0]}/letters/release?return={ids[1]}"
            data = {"return": ids[1], "sure": "yes"}
            return client.post_form(f"/audits/{ids[0]}/letters/release", data, page=form).status_code

    with ThreadPoolExecutor(2) as both:
        answers = list(both.map(press, range(2)))
    # The one who comes second may find the form gone or the letter sent: both are no second letter.
    assert 303 in answers
    with database().reading() as session:
        assert released_letter(session, ids[1]) is not None
        released = select(func.count()).where(TrailEvent.event == "letter.released")
        assert session.scalar(released) == 1
