"""How far an action is."""

from enum import StrEnum


class ActionState(StrEnum):
    """How far an action is. Only what somebody noted counts; nobody having said anything is not started."""

    NOT_STARTED = "not_started"
    UNDER_WAY = "under_way"
    DONE = "done"
    DROPPED = "dropped"

    @property
    def words(self) -> str:
        """The state as people read it."""
        return self.replace("_", " ").capitalize()

    @property
    def colour(self) -> str:
        """The colour of its tag."""
        return {"not_started": "grey", "under_way": "blue", "done": "green", "dropped": "grey"}[self]

    @property
    def is_over(self) -> bool:
        """Whether nothing is left to do."""
        return self in {ActionState.DONE, ActionState.DROPPED}
