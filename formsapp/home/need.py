"""What the home page shows: needs in groups, and the settings of somebody who serves several."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Need:
    """One thing to do or to look at."""

    text: str
    href: str
    detail: str = ""
    state: str = ""
    colour: str | None = None


@dataclass(frozen=True)
class SettingLine:
    """The return of one setting in an audit, for somebody who serves several."""

    setting: str
    href: str
    state: str
    colour: str | None
    complete: str
    left: str


@dataclass(frozen=True)
class AuditOfSettings:
    """One audit with the returns of all the settings that somebody serves."""

    audit: str
    due: str
    lines: list[SettingLine]


@dataclass(frozen=True)
class Group:
    """The needs of one side of the work. `nothing` is said where there are none."""

    heading: str
    needs: list[Need] = field(default_factory=list)
    nothing: str = ""
    more: tuple[str, str] | None = None
    audits: list[AuditOfSettings] = field(default_factory=list)
