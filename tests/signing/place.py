"""One school whose return is signed by its head and its chair of governors, and is complete."""

from sqlalchemy.orm import Session

from formsapp.returns.commands import save_answers, submit_return
from formsapp.returns.fields.given import Given
from formsapp.returns.models import Submission
from formsapp.returns.opened import OpenedReturn
from formsapp.returns.queries import answers_of, open_return
from formsapp.returns.sign_off import SignOff, sign_offs, signed_digest
from formsapp.signing.commands import sign_by_link, sign_return
from tests.builders import (
    as_actor,
    make_audit,
    make_organisation,
    make_person,
    make_return,
    make_tool_version,
    tool_document,
)

HEAD, CHAIR = "head_teacher", "chair_of_governors"
WORDS = {HEAD: "I have read this return.", CHAIR: "We have asked questions about it."}


class Place:
    """The return with its people, and short ways to do what they do."""

    def __init__(self, db: Session, *, complete: bool = True, **audit) -> None:
        signing = [{"role": role, "statement": words} for role, words in WORDS.items()]
        self.db = db
        self.audit = make_audit(db, make_tool_version(db, tool_document(sign_off=signing)), **audit)
        self.school = make_organisation(db, name="Hallowmere Primary School")
        self.return_ = make_return(db, self.audit, self.school)
        self.lead = self._person("designated_safeguarding_lead", "Rowan Lead")
        self.head = self._person(HEAD, "Hazel Head")
        self.chair = self._person(CHAIR, "Corin Chair")
        self.officer = make_person(db, "partnership_officer", name="Olive Officer")
        self.by = as_actor(db, self.lead)
        self.url = f"/returns/{self.return_.id}"
        if complete:
            self.save("leadership", {"leadership.a": Given("met"), "leadership.b": Given("embedded", comment="Daily.")})
            self.save("practice", {"practice.a": Given("not_met"), "practice.words": Given("In our words.")})

    def _person(self, role: str, name: str):
        return make_person(self.db, role, organisation=self.school, name=name)

    def save(self, section: str, answers: dict[str, Given]) -> None:
        save_answers(self.db, return_=self.return_, section=section, answers=answers, by=self.by)

    def opened(self) -> OpenedReturn:
        opened = open_return(self.db, self.return_.id, person_id=self.lead.id)
        assert opened is not None
        return opened

    def digest(self) -> str:
        return signed_digest(self.db, self.opened(), answers_of(self.db, self.return_.id))

    def sign(self, role: str, person) -> None:
        by = as_actor(self.db, person)
        sign_return(self.db, opened=self.opened(), role=role, name=person.name, digest=self.digest(), by=by)

    def sign_with(self, request) -> None:
        sign_by_link(self.db, opened=self.opened(), request=request, name=request.name, digest=self.digest())

    def off(self, role: str) -> SignOff:
        return next(one for one in sign_offs(self.db, self.opened()) if one.role == role)

    def submit(self, by=None, **agreed: str) -> Submission:
        by = as_actor(self.db, by or self.lead)
        return submit_return(self.db, return_=self.return_, declaration="I agree", agreed=agreed, by=by)
