"""Words typed into the small forms around a return: tidied and refused as those of its answers are."""

from collections.abc import Callable

from flask_wtf import FlaskForm
from wtforms import Field
from wtforms.validators import ValidationError

from formsapp.returns.fields.wording import fault_of, is_blank, tidy


def tidied(typed: str | None) -> str:
    """A filter: what was typed without outer spaces; nothing where there is nothing to be seen."""
    text = tidy(typed or "")
    return "" if is_blank(text) else text


def storable(longest: int, what: str, *, needed: str = "") -> Callable[[FlaskForm, Field], None]:
    """A validator: a text that can be stored and is not too long; `needed` is said where there must be one."""

    def check(_form: FlaskForm, field: Field) -> None:
        if fault := fault_of(field.data or "", longest, what):
            raise ValidationError(fault)
        if needed and not field.data:
            raise ValidationError(needed)

    return check
