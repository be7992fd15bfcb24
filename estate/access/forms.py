"""Forms of signing in and of one's own account."""

from wtforms import PasswordField
from wtforms.validators import EqualTo, Length

from estate.access.passwords import MIN_LENGTH
from estate.i18n import lazy as _
from estate.web.forms import EstateForm, TextField, required


class SignInForm(EstateForm):
    """Name and password."""

    login = TextField(_("Sign-in name or phone number"), [required()], most=60)
    password = PasswordField(_("Password"), [required()])


class NewPasswordForm(EstateForm):
    """A new password, twice."""

    password = PasswordField(_("New password"), [required(), Length(min=MIN_LENGTH)])
    again = PasswordField(
        _("New password again"), [required(), EqualTo("password", _("The two passwords differ."))]
    )


class OwnPasswordForm(NewPasswordForm):
    """One's own password: the old one first."""

    old = PasswordField(_("Present password"), [required()])
