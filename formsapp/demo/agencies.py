"""The borough's twenty agencies, all invented."""

from typing import NamedTuple


class Agency(NamedTuple):
    """An agency that is asked for section 11 returns, or sits at the table."""

    name: str
    sector: str
    duty: str | None = "s11"
    #: How strong its practice is beside the others', for the invented answers.
    strength: float = 0.0


AGENCIES: tuple[Agency, ...] = (
    Agency("Wexbridge Council, children's social care", "council", strength=0.2),
    Agency("Wexbridge Council, early help and family hubs", "council", strength=0.3),
    Agency("Wexbridge Council, adult services", "council", strength=-0.5),
    Agency("Wexbridge Council, public health", "council", strength=0.1),
    Agency("Wexmarch Police, Wexbridge district", "police", strength=0.1),
    Agency("Wexmarch Integrated Care Board", "health", strength=0.6),
    Agency("Wexbridge Royal Hospital Trust", "health", strength=0.3),
    Agency("Wexmarch Community and Mental Health Trust", "health", strength=-0.2),
    Agency("Tarn Cross General Practice Network", "health", strength=-0.4),
    Agency("Wexmarch Ambulance Service", "health", strength=0.0),
    Agency("Wexbridge Youth Justice Service", "youth_justice", strength=0.4),
    Agency("Wexmarch Probation Delivery Unit", "probation", strength=-0.3),
    Agency("Hallowmere Homes", "housing", strength=-0.6),
    Agency("Quillbrook Housing Association", "housing", strength=0.0),
    Agency("Wexmarch Fire and Rescue Service", "fire", strength=0.2),
    Agency("Wexbridge Leisure Trust", "sport", None, -0.2),
    Agency("Lanternlight Domestic Abuse Service", "voluntary", None, 0.7),
    Agency("Wexbridge Young Carers' Project", "voluntary", None, 0.3),
    Agency("Copperwell Community Faith Forum", "voluntary", None, -0.7),
    Agency("Otterline Buses", "transport", None, -0.5),
)
