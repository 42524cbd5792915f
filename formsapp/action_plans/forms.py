"""The forms of an action plan."""

from datetime import date

from flask_wtf import FlaskForm
from wtforms import Field, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, ValidationError

from formsapp.action_plans.commands import Named
from formsapp.action_plans.plan import PlannedAction
from formsapp.action_plans.states import ActionState
from formsapp.returns.fields.days import day_in_words, fault_of_day, read_day
from formsapp.returns.fields.wording import LONGEST_COMMENT, LONGEST_LINE
from formsapp.returns.opened import OpenedReturn
from formsapp.returns.typed_words import storable, tidied

CARRY_ON = "carry_on"
#: What words kept in these forms belong to.
SUBJECT = "action plan"


def _day(_form: FlaskForm, field: Field) -> None:
    if not field.data:
        raise ValidationError("Enter the day by which it will be done")
    if fault := fault_of_day(read_day(field.data)):
        field.data = field.data.replace("\x00", "\ufffd")
        raise ValidationError(fault)


class ActionForm(FlaskForm):
    """What will be done, by whom and by when."""

    what = TextAreaField(
        "What you will do",
        filters=[tidied],
        validators=[storable(LONGEST_COMMENT, "What you will do", needed="Enter what you will do")],
    )
    who = StringField(
        "Who will do it",
        description="A post or a name: for example, the deputy head",
        filters=[tidied],
        validators=[storable(LONGEST_LINE, "Who will do it", needed="Enter who will do it")],
    )
    by_when = StringField("By when", description="For example, 28 2 2027", filters=[tidied], validators=[_day])
    question = SelectField("The question it follows from", validate_choice=True)
    revision = HiddenField()

    def offer(self, opened: OpenedReturn) -> None:
        """The questions of the return, and none."""
        asked = [
            SelectChoice(one.key, f"{one.number} {_short(one.question.title)}")
            for section in opened.tool.sections.values()
            for one in section.questions_for(opened.attributes, opened.wave)
        ]
        self.question.choices = [SelectChoice("", "None: it is about the whole return"), *asked]

    def show(self, action: PlannedAction) -> None:
        """The action in the boxes."""
        self.what.data, self.who.data = action.what, action.who
        self.by_when.data = day_in_words(action.by_when.isoformat()) if action.by_when else ""
        self.question.data = action.asked.key if action.asked else ""
        self.revision.data = str(action.revision)

    @property
    def named(self) -> Named:
        """The action as it is to be stored."""
        day = date.fromisoformat(read_day(self.by_when.data or ""))
        return Named(self.what.data or "", self.who.data or "", day, self.question.data or None)

    @property
    def texts(self) -> dict[str, str]:
        """What is typed in words."""
        return {"what": self.what.data or "", "who": self.who.data or ""}


class ProgressForm(FlaskForm):
    """How far an action is, and what difference it made."""

    state = RadioField(
        "How far is it?",
        choices=[SelectChoice(state.value, state.words) for state in ActionState],
        validators=[InputRequired("Choose how far the action is")],
    )
    note = TextAreaField(
        "What was done, or why it was dropped",
        description="Do not name a child, a family or a member of staff.",
        filters=[tidied],
        validators=[storable(LONGEST_COMMENT, "What was done")],
    )
    difference = TextAreaField(
        "What difference it made for children",
        description="What is better for children now, and how you know. Leave it empty until you can tell.",
        filters=[tidied],
        validators=[storable(LONGEST_COMMENT, "What difference it made")],
    )

    def validate_note(self, field: Field) -> None:
        """Dropping an action needs its reason."""
        if self.state.data == ActionState.DROPPED and not field.data:
            raise ValidationError("Say why the action is dropped")

    @property
    def texts(self) -> dict[str, str]:
        """What is typed in words."""
        return {"note": self.note.data or "", "difference": self.difference.data or ""}


class EarlierActionForm(ProgressForm):
    """What becomes of an action of last year's plan."""

    state = RadioField(
        "What becomes of it?",
        choices=[
            SelectChoice(CARRY_ON, "Carry on with it in this year’s plan"),
            SelectChoice(ActionState.DONE.value, "It is done"),
            SelectChoice(ActionState.DROPPED.value, "It is dropped"),
        ],
        validators=[InputRequired("Choose what becomes of the action")],
    )
    who = StringField("Who will do it", filters=[tidied], validators=[storable(LONGEST_LINE, "Who will do it")])
    by_when = StringField("By when, from now on", description="For example, 28 2 2027", filters=[tidied])

    def validate_who(self, field: Field) -> None:
        """Whoever carries on is named."""
        if self.state.data == CARRY_ON and not field.data:
            raise ValidationError("Enter who will do it")

    def validate_by_when(self, field: Field) -> None:
        """Carrying on needs a day."""
        if self.state.data == CARRY_ON:
            _day(self, field)

    @property
    def texts(self) -> dict[str, str]:
        """What is typed in words."""
        return {**super().texts, "who": self.who.data or ""}

    @property
    def day(self) -> date:
        """The day by which it will be done."""
        return date.fromisoformat(read_day(self.by_when.data or ""))


class RemoveForm(FlaskForm):
    """A button, and the revision that was shown."""

    revision = HiddenField()


def _short(title: str) -> str:
    return title if len(title) <= 90 else title[:88].rstrip() + " …"
