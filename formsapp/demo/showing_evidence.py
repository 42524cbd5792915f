"""The evidence of the schools on the sign-in list: described once, used last year and this year."""

from dataclasses import dataclass
from functools import partial

from formsapp.access.actor import Actor
from formsapp.demo.calendar import Calendar
from formsapp.demo.making import Making
from formsapp.demo.personas import LAST_YEAR, PERSONAS, THIS_YEAR, setting_of
from formsapp.evidence.commands import Described, add_item, attach
from formsapp.evidence.files import accept_file
from formsapp.evidence.models import EvidenceItem
from formsapp.organisations.models import Organisation
from formsapp.returns.queries import open_return

_WHO = ("Miriam Thackeray-Bose", "Osian Prendergast-Lal")
_ADVICE = "https://www.gov.uk/government/publications/keeping-children-safe-in-education--2"

_FONT = b"<< /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>"


@dataclass(frozen=True)
class _Shown:
    """One piece: what is said of it, how many days ago it was dated, and for which questions it stands in each year."""

    title: str
    where_kept: str = ""
    link: str = ""
    lines: tuple[str, ...] = ()
    days_old: int = 400
    last_year: tuple[str, ...] = ()
    this_year: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        return "file" if self.lines else "link" if self.link else "reference"


_PIECES = (
    _Shown(
        "Safeguarding training log",
        "School office, blue safeguarding file, part 2",
        days_old=402,
        last_year=("training.all_staff", "training.induction"),
        this_year=("training.all_staff", "training.induction"),
    ),
    _Shown(
        "Minutes of the governors’ safeguarding visit",
        "Clerk to the governors, shared drive, Visits",
        days_old=760,
        last_year=("leadership.governors",),
        this_year=("leadership.governors", "leadership.culture"),
    ),
    _Shown(
        "Keeping children safe in education, as staff read it",
        link=_ADVICE,
        days_old=395,
        last_year=("policies.in_use",),
        this_year=("policies.in_use",),
    ),
    _Shown(
        "Notes of the deputies’ supervision, dates only",
        "Designated safeguarding lead, locked cabinet",
        days_old=420,
        last_year=("dsl.supervision", "voice.equality"),
    ),
    _Shown(
        "Staff survey on reporting worries: summary of one page",
        lines=("Staff survey on reporting worries", "48 of 52 staff answered.", "Nobody is named in it."),
        days_old=80,
        this_year=("concerns.reporting", "training.confidence"),
    ),
)


def plan_last_years_evidence(making: Making, calendar: Calendar) -> None:
    """Put down what the schools collected last year, before they sent their returns."""
    calendar.put(making.moment(388, 16, 20), partial(_show, making, LAST_YEAR))


def plan_this_years_evidence(making: Making, calendar: Calendar) -> None:
    """Put down what they use again this year, and what is new."""
    calendar.put(making.moment(62, 16, 20), partial(_show, making, THIS_YEAR))


def _show(making: Making, audit: str) -> None:
    for name in _WHO:
        persona = next(one for one in PERSONAS if one.name == name)
        setting = setting_of(persona, making.seed)
        if setting is not None:
            _show_for(making, audit, making.settings[setting.number], making.persona(name))


def _show_for(making: Making, audit: str, school: Organisation, by: Actor) -> None:
    making.session.flush()
    opened = open_return(making.session, making.fillings[audit][school.id].return_.id, person_id=by.id)
    for piece in _PIECES:
        questions = piece.last_year if audit == LAST_YEAR else piece.this_year
        if opened is None or not questions:
            continue
        item = _piece(making, piece, school, by)
        for question in questions:
            if question in opened.tool.questions:
                attach(making.session, opened=opened, question=question, item=item, by=by)


def _piece(making: Making, piece: _Shown, school: Organisation, by: Actor) -> EvidenceItem:
    known = making.session.query(EvidenceItem).filter_by(organisation_id=school.id, title=piece.title).one_or_none()
    if known is not None:
        return known
    described = Described(
        title=piece.title,
        where_kept=piece.where_kept,
        link=piece.link,
        dated_on=making.day(piece.days_old),
        owner="Designated safeguarding lead",
    )
    file = accept_file("staff-survey.pdf", _pdf(piece.lines)) if piece.lines else None
    return add_item(making.session, organisation_id=school.id, kind=piece.kind, described=described, file=file, by=by)


def _pdf(lines: tuple[str, ...]) -> bytes:
    """A PDF of one page with these lines on it."""
    drawn = b"BT /F1 14 Tf 72 770 Td 20 TL " + b" ".join(b"(%s) Tj T*" % one.encode("ascii") for one in lines) + b" ET"
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources " + _FONT,
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn),
    )
    text, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(text))
        text += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    return text + head + table + b"trailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(text)
