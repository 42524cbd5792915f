"""What stands beside one question while it is answered."""

from typing import NamedTuple

from markupsafe import Markup


class Beside(NamedTuple):
    """What other features show: above the options of a question, and below its boxes."""

    above: Markup | str = ""
    below: Markup | str = ""


NOTHING_BESIDE = Beside()
