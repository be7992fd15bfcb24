"""What surveys, their questions, states and faults are called."""

from fractions import Fraction

from estate.community.words import USAGE_NAMES
from estate.i18n import gettext as _t
from estate.i18n import lazy as _
from estate.i18n import ngettext
from estate.surveys.rules import END, OTHER, Given, Question, jumps

KINDS: dict[str, str] = {
    "single": _("Choose one answer"),
    "multiple": _("Choose several answers"),
    "scale": _("Rate on a scale"),
    "text": _("Write freely"),
    "ranking": _("Put in order"),
    "photo": _("Send photos"),
}
STATES: dict[str, tuple[str, str]] = {
    "draft": ("neutral", _("Draft")),
    "scheduled": ("waiting", _("Scheduled")),
    "open": ("settled", _("Open to answers")),
    "closed": ("info", _("Closed to answers")),
}
PER: dict[str, str] = {
    "home": _("One answer for each home"),
    "person": _("One answer for each person"),
}
GROUPS: dict[str, str] = {
    "building": _("By building"),
    "entrance": _("By entrance"),
    "usage": _("By use of the home"),
    "age": _("By age group"),
}
KEPT_GROUPS: dict[str, str] = {
    "": _("Nothing"),
    "building": _("The building"),
    "entrance": _("The entrance"),
    "usage": _("The use of the home"),
    "age": _("The age group"),
}
AGES: dict[str, str] = {
    "0-29": _("Under 30"),
    "30-44": _("30 to 44"),
    "45-59": _("45 to 59"),
    "60-74": _("60 to 74"),
    "75+": _("75 and over"),
}
_FAULTS: dict[str, str] = {
    "empty": _("There is no question yet."),
    "few": _("Question %(n)s: give at least two answers to choose from."),
    "bounds": _("Question %(n)s: more answers are asked for than there are, or the scale does not rise."),
    "photo": _("Question %(n)s: a photo can show who took it; an anonymous survey asks for none."),
    "back": _("Question %(n)s leads back to itself or to one before it: the survey would never end."),
    "nowhere": _("Question %(n)s leads to a question that there is not."),
    "never": _("Question %(n)s: no answer leads to it."),
}
_WRONG: dict[str, str] = {
    "missing": _("This question needs an answer."),
    "few": _("Choose more answers."),
    "many": _("These are too many answers."),
    "unknown": _("Choose one from the list."),
    "long": _("Shorten this text."),
    "twice": _("Give each place once."),
    "other": _("Write your own answer in its field, and choose it."),
}


def fault(word: str, number: int) -> str:
    """Why a survey cannot be opened."""
    return str(_FAULTS[word]) % {"n": number}


def wrong(word: str, question: Question) -> str:
    """Why an answer cannot be taken."""
    if word == "few" and question.kind == "multiple":
        return _t("Choose at least %(n)s.", n=question.least)
    if word == "few" and question.kind == "ranking":
        return _t("Give every answer a place.")
    if word == "many" and question.kind == "multiple":
        return _t("Choose at most %(n)s.", n=question.most)
    return str(_WRONG[word])


def rule(question: Question) -> str:
    """What is asked of who answers, in words."""
    if question.kind == "multiple":
        if question.least and question.most:
            return _t("Choose %(least)s to %(most)s.", least=question.least, most=question.most)
        if question.most:
            return _t("Choose up to %(n)s.", n=question.most)
        if question.least:
            return _t("Choose at least %(n)s.", n=question.least)
        return _t("Choose all that fit.")
    if question.kind == "ranking":
        return _t("1 is the most important.")
    return ""


def ways(question: Question) -> list[str]:
    """Where a question sends people, in words."""
    said = [
        _t("“%(answer)s”: %(goal)s", answer=one.label, goal=goal(one.goes_to))
        for one in (question.options if question.kind == "single" else ())
        if one.goes_to
    ]
    if question.goes_to:
        said.append(
            _t("Any other answer: %(goal)s", goal=goal(question.goes_to)) if said else goal(question.goes_to)
        )
    return said


def goal(number: int) -> str:
    """Where somebody goes on."""
    return _t("to the end") if number == END else _t("go on to question %(n)s", n=number)


def branches(question: Question) -> bool:
    return bool(jumps(question))


def group(kind: str, name: str) -> str:
    """What a group is called."""
    if not name:
        return _t("Not named")
    if kind in ("building", "entrance"):
        return (
            _t("Building %(name)s", name=name) if kind == "building" else _t("Entrance %(name)s", name=name)
        )
    return str(AGES[name]) if kind == "age" else str(USAGE_NAMES[name])


def groups(kind: str, names: tuple[str, ...]) -> str:
    """What a row of a table is called: one group, or small ones together."""
    if len(names) == 1:
        return group(kind, names[0])
    return _t("%(n)s small groups together", n=len(names))


def average(value: Fraction | None) -> str:
    """An average to two decimals, half up."""
    if value is None:
        return "–"
    hundredths = int(value * 100 + Fraction(1, 2))
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def percent(bp: int) -> str:
    """A share to a whole percent, half up."""
    return f"{(bp + 50) // 100}%"


def said(question: Question, given: Given) -> str:
    """An answer in words."""
    if given.number is not None:
        return str(given.number)
    labels = [
        given.text if one == OTHER else question.options[one].label
        for one in given.chosen
        if one == OTHER or one < len(question.options)
    ]
    if question.kind == "ranking":
        return " · ".join(f"{place}. {label}" for place, label in enumerate(labels, 1))
    if given.photos:
        return ngettext("%(num)s photo", "%(num)s photos", len(given.photos))
    return _t(", ").join(labels) if labels else given.text


def label(found: str) -> str:
    """What a line of the results is called; the empty one is the answer that people wrote themselves."""
    return found or _t("Answer of one's own")
