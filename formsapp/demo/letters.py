"""Feedback letters: drafted, worded, released, read, and a rating or two challenged."""

from dataclasses import dataclass

from formsapp.access.actor import Actor
from formsapp.demo.deep_dive import words
from formsapp.demo.filling_in import Filling
from formsapp.demo.making import Making
from formsapp.feedback.challenge_queries import Challenged, candidates_for, of_letter
from formsapp.feedback.challenges import decide, decline, make_challenge, reopen
from formsapp.feedback.commands import acknowledge, add, draft_letter, next_key, release_letter, reword
from formsapp.feedback.models import FeedbackLetter
from formsapp.feedback.outcomes import outcomes_of
from formsapp.feedback.parts import LetterPart
from formsapp.feedback.queries import letter_at_work, released_letter
from formsapp.returns.opened import OpenedReturn
from formsapp.returns.queries import lock_return, open_return


@dataclass
class LetterOf:
    """The letter of one return."""

    making: Making
    filling: Filling

    def draft(self) -> None:
        """The officer has it drafted."""
        draft_letter(self.making.session, opened=self._opened(), by=self.making.officer)

    def word(self) -> None:
        """One line in other words, and one more."""
        session, opened, by = self.making.session, self._opened(), self.making.officer
        line = letter_at_work(session, opened.id).lines[0]
        reword(session, opened=opened, key=line.key, text=f"{words('reworded')}. {line.text}", by=by)
        key = next_key(letter_at_work(session, opened.id))
        add(session, opened=opened, part=LetterPart.NEXT, key=key, text=f"{words('added_line')}.", by=by)

    def release(self, chair: Actor) -> None:
        """The chair sends it."""
        lock_return(self.making.session, self.filling.return_.id)
        release_letter(self.making.session, opened=self._opened(), by=chair)

    def acknowledge(self, reader: Actor | None = None) -> None:
        """Somebody of the setting says that they have read it."""
        by = reader or self.making.actor(self.filling.person)
        acknowledge(self.making.session, letter=self._released, opened=self._opened(), by=by)

    def challenge(self, which: str, reader: Actor | None = None) -> None:
        """The setting challenges the first rating that was lowered, and names what shows it where there is a word."""
        opened = self._opened()
        lowered = [one for one in outcomes_of(self.making.session, opened)[0] if one.direction == "lowered"]
        if not lowered:
            return
        lock_return(self.making.session, opened.id)
        evidence = "" if which == "second" else f"{words(f'challenged.{which}.evidence')}."
        make_challenge(
            self.making.session,
            opened=opened,
            letter=self._released,
            question=lowered[0].key,
            said={
                "rating": lowered[0].own or "",
                "reason": f"{words(f'challenged.{which}')}.",
                "evidence": evidence,
            },
            by=reader or self.making.actor(self.filling.person),
        )

    def reopen(self, chair: Actor) -> None:
        """The chair opens the rating again, for somebody who had no part in it."""
        for one in self._challenges():
            first = candidates_for(self.making.session, one.challenge, one.return_, by=chair)[0]
            reopen(self.making.session, challenged=one, decider_id=first.person.id, by=chair)

    def decide(self) -> None:
        """Whoever was named decides for the setting."""
        for one in self._challenges():
            by = next(each for each in self.making.people.values() if each.id == one.decider_id)
            said = {"rating": one.challenge.rating, "reason": f"{words('decided')}."}
            decide(self.making.session, challenged=one, **said, by=self.making.actor(by))

    def decline(self, chair: Actor) -> None:
        """The chair does not open the rating again, and says why."""
        for one in self._challenges():
            decline(self.making.session, challenged=one, reason=f"{words('declined')}.", by=chair)

    def _challenges(self) -> list[Challenged]:
        return of_letter(self.making.session, self._released)

    @property
    def _released(self) -> FeedbackLetter:
        found = released_letter(self.making.session, self.filling.return_.id)
        if found is None:
            raise LookupError(f"the letter of return {self.filling.return_.id} is not sent")
        return found

    def _opened(self) -> OpenedReturn:
        self.making.session.flush()
        opened = open_return(self.making.session, self.filling.return_.id, person_id=None)
        if opened is None:
            raise LookupError(f"return {self.filling.return_.id} is gone")
        return opened
