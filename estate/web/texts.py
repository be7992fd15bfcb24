"""The form library's own messages in our words: what it says to people is short and stands in the catalogue."""

from estate import i18n
from estate.i18n import lazy

CHOOSE = lazy("Choose from the list.")
TOO_SHORT = lazy("Use at least %(min)d characters.")
TOO_LONG = lazy("Shorten this to %(max)d characters or fewer.")
EMPTY = lazy("Fill this in.")

OURS = {
    "Not a valid choice.": CHOOSE,
    "Invalid Choice: could not coerce.": CHOOSE,
    "Invalid choice(s): one or more data inputs could not be coerced.": CHOOSE,
    "'%(value)s' is not a valid choice for this field.": CHOOSE,
    "Field must be at least %(min)d character long.": TOO_SHORT,
    "Field cannot be longer than %(max)d character.": TOO_LONG,
    "This field is required.": EMPTY,
    "Invalid input.": lazy("This could not be understood."),
    "Not a valid integer value.": lazy("Write a whole number."),
}


class FormTexts:
    """What WTForms asks for the reader's language. The library fills the placeholders itself."""

    def gettext(self, string: str) -> str:
        return str(OURS[string]) if string in OURS else i18n.plain_gettext(string)

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        return str(OURS[singular]) if singular in OURS else i18n.plain_ngettext(singular, plural, n)
