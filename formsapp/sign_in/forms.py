"""The forms of signing in and of choosing a password."""

from flask_wtf import FlaskForm
from wtforms import EmailField, PasswordField
from wtforms.validators import InputRequired, ValidationError

from formsapp.access.models import Person
from formsapp.sign_in.passwords import why_not_password


class SignInForm(FlaskForm):
    """E-mail address and password."""

    email = EmailField("Email address", validators=[InputRequired("Enter your email address")])
    password = PasswordField("Password", validators=[InputRequired("Enter your password")])


class ChoosePasswordForm(FlaskForm):
    """A new password, twice."""

    password = PasswordField("Password", validators=[InputRequired("Enter a password")])
    again = PasswordField("The same password again", validators=[InputRequired("Enter the password again")])

    def __init__(self, person: Person) -> None:
        super().__init__()
        self._person = person

    def validate_password(self, field: PasswordField) -> None:
        """The rules that the page shows."""
        refusal = why_not_password(field.data or "", self._person)
        if refusal is not None:
            raise ValidationError(refusal)

    def validate_again(self, field: PasswordField) -> None:
        """A slip of the finger must not lock anybody out."""
        if field.data != self.password.data:
            raise ValidationError("The two passwords are not the same")
