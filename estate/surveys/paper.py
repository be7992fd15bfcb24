"""The survey on paper: numbered sheets with a code that leads to it, set by typst."""

from collections.abc import Sequence
from typing import Any

from estate.documents.typeset import typeset
from estate.i18n import gettext as _
from estate.office.identity import Identity
from estate.surveys import words
from estate.surveys.records import Survey
from estate.surveys.rules import Question
from estate.web.filters import day
from estate.web.lan import qr_svg


def sheets(
    office: Identity, survey: Survey, numbers: Sequence[int], url: str, *, practice: bool = False
) -> bytes:
    """A PDF with one numbered copy for each number. url: what its code opens."""
    return typeset(
        "survey",
        {
            "lang": "zh" if office.locale == "zh_CN" else "en",
            "office": office.letterhead or office.company or office.community_name,
            "title": survey.title,
            "intro": survey.intro,
            "numbers": list(numbers),
            "sheet": _("Sheet no."),
            "qr": str(qr_svg(url, scale=1)),
            "scan": _("Or answer on the phone: scan the code"),
            "until": _("To be handed in by %(day)s", day=day(survey.closes_on, "long"))
            if survey.closes_on
            else "",
            "anonymous": bool(survey.anonymous),
            "unnamed": _("Anonymous: do not write your name or your home on this sheet."),
            "home": _("Home"),
            "name": _("Name"),
            "other": _("Other"),
            "photo": _("Photos can be sent only on the phone."),
            "practice": _("PRACTICE – not valid") if practice else "",
            "questions": [_question(number, one) for number, one in enumerate(survey.questions, 1)],
        },
        for_screens=False,
    )


def _question(number: int, question: Question) -> dict[str, Any]:
    goals = {one.label: words.goal(one.goes_to) for one in question.options if one.goes_to}
    rule = words.rule(question)
    return {
        "number": number,
        "kind": question.kind,
        "text": question.text,
        "hint": " ".join(part for part in (question.hint, rule) if part),
        "needed": _("needs an answer") if question.required else "",
        "options": [
            {"label": one.label, "goal": goals.get(one.label, "") if question.kind == "single" else ""}
            for one in question.options
        ],
        "other": question.other,
        "steps": list(range(question.least, question.most + 1)) if question.kind == "scale" else [],
        "low": question.low,
        "high": question.high,
        "goal": _("Afterwards: %(goal)s", goal=words.goal(question.goes_to)) if question.goes_to else "",
    }
