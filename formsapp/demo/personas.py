"""Whom to sign in as: one or two people for every role, with a sentence on what each will find."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from itertools import islice

from formsapp.access.roles import ROLES
from formsapp.demo.names import email_of
from formsapp.demo.places import TRUSTS
from formsapp.demo.settings_register import Setting, settings_of
from formsapp.sign_in.demo_people import DemoPeople, DemoPerson

SEED = 2026
#: Printed on the sign-in page of a demonstration, and good for nothing else.
PASSWORD = "otter-lantern-quay-42"  # noqa: S105  the demonstration's shared password is meant to be known

LAST_YEAR, THIS_YEAR, SECTION_11, CASE_FILES = "last year's schools", "this year's schools", "section 11", "case files"


@dataclass(frozen=True)
class Persona:
    """Somebody on the list. `at` finds their setting, `agency` is their agency's name, `audits` what they run."""

    name: str
    job_title: str
    role: str
    finds: str
    at: Callable[[Setting], bool] | None = None
    #: How many of the settings that `at` finds they serve.
    serves: int = 1
    agency: str = ""
    audits: tuple[str, ...] = ()

    @property
    def email(self) -> str:
        """The address to sign in with."""
        return email_of(self.name)


def _first_with_nursery(setting: Setting) -> bool:
    return setting.kind.ending == "Church of England Primary School" and setting.has_nursery


def _sixth_form(setting: Setting) -> bool:
    return setting.kind.ending == "School and Sixth Form"


def _boarding(setting: Setting) -> bool:
    return setting.kind.boarding


def _academy_of_the_trust(setting: Setting) -> bool:
    return setting.trust == TRUSTS[0] and setting.kind.ending == "Primary Academy"


PERSONAS: tuple[Persona, ...] = (
    Persona(
        "Honor Wetherfold",
        "Quality assurance officer",
        "partnership_officer",
        "The whole of the work: an audit to chase, one in moderation, one published, and the register and tools.",
    ),
    Persona(
        "Desmond Akintola-Rees",
        "Independent scrutineer",
        "chair",
        "Twenty exceptions for the panel, a challenge to answer, a notice of broken glass, and last year's figures.",
        audits=(LAST_YEAR, THIS_YEAR),
    ),
    Persona(
        "Parveen Holroyd-Shah",
        "Assistant director, safeguarding",
        "chair",
        "Section 11 as it comes in, the case files, and one school hidden from her: her deputy decides there.",
        audits=(SECTION_11, CASE_FILES, THIS_YEAR),
    ),
    Persona(
        "Ottoline Farquhar-Mbeki",
        "Head of learning, early help",
        "deputy_chair",
        "The exceptions of the one school in which a chair has an interest, for her to settle.",
        audits=(THIS_YEAR,),
    ),
    Persona(
        "Ines Calloway-Brandt",
        "Education safeguarding adviser",
        "moderator",
        "Returns to moderate: one half done, one with differences to agree on, and what authors were asked.",
        audits=(LAST_YEAR, THIS_YEAR),
    ),
    Persona(
        "Rufus Adjei-Marlowe",
        "Designated nurse",
        "moderator",
        "An answer that changed after he judged it, and one school hidden from him because his niece goes there.",
        audits=(LAST_YEAR, THIS_YEAR),
    ),
    Persona(
        "Celandine Osgathorpe",
        "Detective inspector, public protection",
        "moderator",
        "An agreement that waits for her yes, returns she has finished, and a case that she has no sight of.",
        audits=(LAST_YEAR, THIS_YEAR, CASE_FILES),
    ),
    Persona(
        "Miriam Thackeray-Bose",
        "Deputy headteacher",
        "designated_safeguarding_lead",
        "A return sent back with a question to answer, and last year's return with its letter to compare it with.",
        at=_first_with_nursery,
    ),
    Persona(
        "Osian Prendergast-Lal",
        "Assistant headteacher, safeguarding",
        "designated_safeguarding_lead",
        "A submitted return of a large school, drawn for a closer look, with a moderator's query to reply to.",
        at=_sixth_form,
    ),
    Persona(
        "Beatrix Olufemi-Strand",
        "Trust safeguarding lead",
        "designated_safeguarding_lead",
        "Three academies of one trust side by side: two returned, one opened again for her to finish.",
        at=_academy_of_the_trust,
        serves=3,
    ),
    Persona(
        "Tamsin Okonjo-Whitlock",
        "Family worker",
        "contributor",
        "Two sections of the return that Miriam Thackeray-Bose was sent back, and nothing else of it.",
    ),
    Persona(
        "Philippa Venn-Okafor",
        "Headteacher",
        "head_teacher",
        "The feedback letter of her boarding school, with a rating she challenged and others she still may.",
        at=_boarding,
    ),
    Persona(
        "Leopold Castellane-Reid",
        "Chair of governors",
        "chair_of_governors",
        "The return of the boarding school he governs, to read.",
        at=_boarding,
    ),
    Persona(
        "Yolanda Birkinshaw-Diaz",
        "Head of tenancy services",
        "agency_lead",
        "A section 11 return in progress, due soon.",
        agency="Hallowmere Homes",
    ),
    Persona(
        "Gethin Oyelowo-Parr",
        "Named professional for safeguarding",
        "agency_lead",
        "A section 11 return sent back with a reason, and cases to audit.",
        agency="Wexmarch Community and Mental Health Trust",
    ),
    Persona(
        "Marguerite Oduya-Penhallow",
        "Director of nursing",
        "agency_executive",
        "The section 11 return of her trust, which she signed before it was sent back: to read, with its two pages.",
        agency="Wexmarch Community and Mental Health Trust",
    ),
    Persona(
        "Saskia Umarov-Field",
        "Practice lead",
        "auditor",
        "Case files to audit by code alone: some submitted, one started, one untouched.",
        agency="Wexbridge Council, children's social care",
    ),
    Persona(
        "Theodora Nkemelu-Gray",
        "Learning and improvement lead",
        "learning_hub_member",
        "Tools that were ratified, audits and their results.",
    ),
    Persona(
        "Barnaby Szymanski-Cole",
        "Business support manager",
        "administrator",
        "People's accounts and the audit trail, and no answer, rating or finding at all.",
    ),
    Persona(
        "Juno Abernethy-Ruiz",
        "Family support worker",
        "practitioner",
        "The published report of last year's audit.",
    ),
)


def settings_served(persona: Persona, seed: int = SEED) -> list[Setting]:
    """The schools and colleges that a persona serves; none where it is an agency or the partnership."""
    return [] if persona.at is None else list(islice(filter(persona.at, settings_of(seed)), persona.serves))


def setting_of(persona: Persona, seed: int = SEED) -> Setting | None:
    """The one school or college at which a persona works, if it is one."""
    served = settings_served(persona, seed)
    return served[0] if len(served) == 1 else None


def unfinished(seed: int = SEED) -> Setting:
    """The setting of the one who serves several whose return was begun and not finished in time."""
    return settings_served(next(one for one in PERSONAS if one.serves > 1), seed)[-1]


@cache
def who_to_sign_in_as(seed: int = SEED) -> DemoPeople:
    """Everybody on the list of the sign-in page, in its order."""
    return DemoPeople(PASSWORD, tuple(_line(persona, seed) for persona in PERSONAS))


def _line(persona: Persona, seed: int) -> DemoPerson:
    served = settings_served(persona, seed)
    place = persona.agency if not served else served[0].name if len(served) == 1 else served[0].trust
    return DemoPerson(persona.name, persona.email, ROLES[persona.role].title, place, persona.finds)
