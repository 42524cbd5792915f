"""A rule said no."""


class Refused(Exception):
    """What was asked for is against a rule; the message is a sentence for the person who asked."""

    @property
    def sentence(self) -> str:
        """The refusal, as it is shown."""
        sentence: str = self.args[0]
        return sentence


def refuse(sentence: str | None) -> None:
    """Say no where a rule gave a sentence; go on where it gave none."""
    if sentence is not None:
        raise Refused(sentence)
