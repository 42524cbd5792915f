"""Sending files, having them looked at, and who may have them (rows U1, U2, U6, U10 to U13)."""

import gc
import json
import re
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pytest
from sqlalchemy import func, select

from formsapp.access.actor import SYSTEM
from formsapp.access.models import RoleGiven
from formsapp.audit_trail.models import TrailEvent
from formsapp.clock import now
from formsapp.database import database
from formsapp.evidence.models import EvidenceContent, EvidenceFile, EvidenceItem, EvidenceUse
from formsapp.evidence.scanner import Scan, scan
from formsapp.evidence.uploads import LARGEST_POST
from formsapp.returns.commands import send_back
from formsapp.settings import Settings, UnsafeSettingsError
from tests.evidence import making_files as made
from tests.evidence.conftest import described, sent
from tests.evidence.fake_clamd import FOUND, LOCKED, UNWELL, fake_clamd, looks
from tests.evidence.test_evidence_pages import submitted, text_of

SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
VIRUS = made.office(parts={"word/media/a.txt": made.EICAR})
NOWHERE = "tcp://127.0.0.1:9"


def only(model):
    with database().reading() as session:
        return session.scalars(select(model)).one()


def rows_of_files() -> list[int]:
    with database().reading() as session:
        return [
            session.scalar(select(func.count()).select_from(one)) or 0
            for one in (EvidenceItem, EvidenceFile, EvidenceContent, EvidenceUse)
        ]


def without_token(answer) -> str:
    return re.sub(r'value="[^"]*"', "", answer.get_data(as_text=True))


def file_address() -> str:
    return f"/evidence/{only(EvidenceItem).id}/file"


def test_a_file_is_handed_out_as_a_download_of_the_type_that_the_server_found(client, school) -> None:
    client.sign_in(school.lead)
    name = 'say "hi" 📎.pdf\r\nX-Evil: 1'
    form = {"kind": "file", "title": "Log", "file": (BytesIO(made.png()), name, "text/html")}
    assert client.post_form(school.at(), form).status_code == 303
    answer = client.get(file_address(), headers={"Range": "bytes=0-3", "If-None-Match": "*"})
    assert answer.status_code == 200
    assert answer.data == made.png()
    headers = answer.headers
    assert headers["Content-Type"] == "image/png"
    assert headers["Content-Disposition"].startswith("attachment; filename=")
    assert "X-Evil" not in headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert headers["Cache-Control"] == "no-store, private"
    assert not {"ETag", "Last-Modified", "Content-Range", "Expires"} & set(headers.keys())


def test_a_file_is_for_its_school_and_for_who_reviews_a_return_submitted_with_it(db, client, school) -> None:
    client.sign_in(school.lead)
    client.post_form(school.at(), sent(made.pdf()))
    client.get("/")
    address = file_address()

    def status_for(person) -> int:
        client.sign_in(person)
        answer = client.get(address)
        if answer.status_code == 404:
            assert without_token(answer) == without_token(client.get("/evidence/999999/file"))
        return answer.status_code

    people = [school.lead, school.head, school.helper, school.moderator, school.other_moderator, school.outsider]
    assert [status_for(one) for one in people] == [200, 200, 200, 404, 404, 404]
    submitted(db, school)
    assert [status_for(one) for one in people] == [200, 200, 200, 200, 404, 404]
    send_back(db, return_=school.return_, reason="Look again", by=SYSTEM)
    db.query(RoleGiven).filter(RoleGiven.person_id == school.head.id).update({"ended_at": now()})
    db.query(RoleGiven).filter(RoleGiven.person_id == school.helper.id).update({"sections": json.dumps(["practice"])})
    db.commit()
    assert [status_for(one) for one in people] == [200, 404, 404, 200, 404, 404]
    client.sign_in(school.lead)
    client.post_form("/sign-out", {}, page=school.library)
    signed_out = client.get(address)
    assert signed_out.status_code == 302
    assert "/sign-in" in signed_out.headers["Location"]


@SQLITE
def test_too_large_a_post_is_refused_before_it_is_read_and_one_without_length_too(client, school) -> None:
    client.sign_in(school.lead)
    large = client.post_form(school.at(), sent(made.pdf(b"x" * LARGEST_POST)))
    assert large.status_code == 413
    assert "at most 10 MB" in large.get_data(as_text=True)
    assert "Signed in as" in large.get_data(as_text=True)
    over = client.post_form(school.at(), sent(made.pdf(b"x" * 10 * 1024 * 1024)))
    assert over.status_code == 422
    assert "larger than 10 MB" in over.get_data(as_text=True)
    chunked = client.post(
        school.at(), input_stream=BytesIO(b"x" * 100), headers={"Transfer-Encoding": "chunked"}, content_length=None
    )
    assert chunked.status_code == 411
    assert client.post(school.at(), data=b"{}", content_type="application/json").status_code == 415
    assert rows_of_files() == [0, 0, 0, 0]


@SQLITE
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # Python closes what was half received
def test_an_upload_that_is_cut_leaves_nothing(client, school) -> None:
    client.sign_in(school.lead)
    body = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n' + made.pdf()
    cut = client.post(
        school.at(),
        input_stream=BytesIO(body[: len(body) // 2]),
        content_type="multipart/form-data; boundary=b",
        content_length=len(body),
    )
    assert cut.status_code == 400
    gc.collect()
    assert rows_of_files() == [0, 0, 0, 0]


@SQLITE
def test_the_same_file_twice_is_kept_twice(client, school) -> None:
    client.sign_in(school.lead)
    for question in ("leadership.a", "leadership.b"):
        assert client.post_form(school.at(question), sent(made.pdf())).status_code == 303
    assert rows_of_files() == [2, 2, 2, 2]


def test_two_uploads_at_once_are_both_kept(app, school) -> None:
    def send(question: str) -> int:
        client = app.test_client().sign_in(school.lead)
        return client.post_form(school.at(question), sent(made.pdf(question.encode()))).status_code

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(send, ("leadership.a", "leadership.b"))) == [303, 303]
    assert rows_of_files() == [2, 2, 2, 2]


def test_without_a_scanner_the_page_says_so_and_the_file_is_marked(client, school) -> None:
    client.sign_in(school.lead)
    assert "Files are not checked for viruses here" in text_of(client, school.at())
    client.post_form(school.at(), sent(made.pdf()))
    assert "not checked for viruses" in text_of(client, school.at())
    assert only(EvidenceFile).scan == Scan.NOT_SCANNED


def test_a_clean_file_can_be_opened_once_it_was_looked_at(client, school, with_scanner) -> None:
    client.sign_in(school.lead)
    with fake_clamd() as clamd:
        with_scanner(clamd.address)
        assert client.post_form(school.at(), sent(made.pdf())).status_code == 303
    assert clamd.seen == [made.pdf()]
    assert "No virus was found" in text_of(client, school.at())
    assert only(EvidenceFile).scan == Scan.CLEAN
    assert client.get(file_address()).status_code == 200


@pytest.mark.parametrize(
    ("content", "says"),
    [(made.pdf(made.EICAR), looks), (VIRUS, lambda _: FOUND)],
    ids=["in a PDF", "deep in a document"],
)
def test_a_virus_is_deleted_noted_and_stands_beside_no_answer(client, school, with_scanner, content, says) -> None:
    client.sign_in(school.lead)
    with fake_clamd(says) as clamd:
        with_scanner(clamd.address)
        answer = client.post_form(school.at(), sent(content))
    assert answer.status_code == 422
    assert "This file contains a virus" in answer.get_data(as_text=True)
    assert rows_of_files() == [1, 1, 0, 1]
    assert only(EvidenceUse).ended_at is not None
    with database().reading() as session:
        event = session.scalars(select(TrailEvent).where(TrailEvent.event == "evidence.scan-infected")).one()
    assert json.loads(event.details)["sha256"] == only(EvidenceFile).sha256
    assert client.get(file_address()).status_code == 410
    assert "Contained a virus" in text_of(client, school.library)
    assert client.post_form(school.at(), {"piece": only(EvidenceItem).id}).status_code == 422


@SQLITE
def test_what_the_scanner_cannot_look_into_is_refused(client, school, with_scanner) -> None:
    client.sign_in(school.lead)
    with fake_clamd(lambda _: LOCKED) as clamd:
        with_scanner(clamd.address)
        answer = client.post_form(school.at(), sent(made.pdf()))
    assert answer.status_code == 422
    assert "cannot be checked because it is protected" in answer.get_data(as_text=True)
    assert rows_of_files()[2] == 0


def test_while_the_scanner_is_away_nobody_has_the_file_until_it_is_looked_at(
    app, db, client, school, with_scanner
) -> None:
    client.sign_in(school.lead)
    with_scanner(NOWHERE)
    assert client.post_form(school.at(), sent(made.pdf())).status_code == 303
    assert "being checked" in text_of(client, school.at())
    submitted(db, school)
    for person in (school.moderator, school.lead):
        client.sign_in(person)
        assert client.get(file_address()).status_code == 409
    piece = f"{school.library}/{only(EvidenceItem).id}"
    assert client.post_form(f"{piece}/scan", {}, page=piece).status_code == 303
    assert only(EvidenceFile).scan == Scan.WAITING
    commands = app.test_cli_runner()
    away = commands.invoke(args=None, cli=_scan_command())
    assert away.exit_code == 1
    assert "1 still waiting" in away.output
    with fake_clamd() as clamd:
        with_scanner(clamd.address)
        done = commands.invoke(args=None, cli=_scan_command())
    assert done.exit_code == 0, done.output
    assert "1 clean" in done.output
    assert client.get(file_address()).status_code == 200


def _scan_command():
    from formsapp.evidence.scan_command import scan_evidence

    return scan_evidence


@pytest.mark.parametrize("answer", [b"", UNWELL, b"what?\0"])
def test_a_scanner_that_says_nothing_sure_leaves_the_file_waiting(answer: bytes) -> None:
    with fake_clamd(lambda _: answer) as clamd:
        assert scan(clamd.address, b"x" * 200_000).scan is Scan.WAITING
    assert clamd.seen == [b"x" * 200_000]


def test_a_slow_scanner_is_not_waited_for_long() -> None:
    import time

    begun = time.monotonic()
    with fake_clamd(lambda _: time.sleep(0.6) or b"stream: OK\0") as clamd:
        assert scan(clamd.address, b"x", longest_wait=0.2).scan is Scan.WAITING
        assert time.monotonic() - begun < 0.6
        time.sleep(0.6)


@pytest.mark.parametrize(
    "address", ["http://clamd:3310", "tcp://clamd", "clamd:3310", "unix:clamd.sock", "tcp://a b:1"]
)
def test_a_scanner_elsewhere_than_on_tcp_or_a_socket_stops_the_start(address: str) -> None:
    with pytest.raises(UnsafeSettingsError, match="FORMSAPP_SCANNER"):
        Settings.from_environment({"FORMSAPP_SCANNER": address})


@SQLITE
def test_a_form_typed_beside_a_refused_file_stays(client, school) -> None:
    client.sign_in(school.lead)
    answer = client.post_form(school.at(), {**sent(b"MZ\x90", "plan.pdf"), "title": "Our plan"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "does not look like a PDF" in page
    assert "Our plan" in page
    assert client.post_form(school.at(), described()).status_code == 303
