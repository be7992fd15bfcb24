"""Owners' votes. Texts as the program brings them (see events.py)."""

from estate.i18n import lazy as _
from estate.messages.event import QUICK, Event, Variable

_VOTE = (
    Variable("number", _("Number of the vote"), "text", "BJ2026-0001"),
    Variable("title", _("What is voted on"), "text", "续聘物业服务企业"),
    Variable("closes_on", _("Last day of the vote"), "day", "2026-12-20"),
)
_MOTIONS = Variable("motions", _("Motions"), "text", "1. 续聘物业服务企业")

ALL = (
    Event(
        "vote.open",
        _("An owners' vote is open"),
        "owner",
        "service",
        QUICK,
        (*_VOTE, _MOTIONS),
        _("Owners' vote: {title}"),
        _(
            "Dear {name},\n\nthe owners vote on “{title}” (number {number}) until {closes_on}:\n\n{motions}\n\n"
            "You can vote among your votes here, or with the paper ballot. Every vote counts: two thirds have to take "
            "part.\n\n{office}"
        ),
        _("{name}: the owners vote on “{title}” until {closes_on}. Please take part."),
    ),
    Event(
        "vote.reminder",
        _("A reminder of a vote that one has not voted in"),
        "owner",
        "service",
        QUICK,
        (*_VOTE, _MOTIONS),
        _("Please vote by {closes_on}: {title}"),
        _(
            "Dear {name},\n\nfor home {home} no vote has come yet on “{title}”. It is open until {closes_on}:\n\n{motions}"
            "\n\nIf you have handed in a paper ballot, please disregard this.\n\n{office}"
        ),
        _("{name}: for {home} no vote has come yet on “{title}”. It is open until {closes_on}."),
    ),
    Event(
        "vote.extended",
        _("An owners' vote that one has not voted in is open longer"),
        "owner",
        "service",
        QUICK,
        (
            *_VOTE,
            Variable("closes_time", _("Time at which it ends"), "text", "20:00"),
            Variable("reason", _("Reason"), "text", "参与表决的业主尚未达到三分之二"),
            _MOTIONS,
        ),
        _("More time to vote, until {closes_on}: {title}"),
        _(
            "Dear {name},\n\nthe vote on “{title}” (number {number}) is open longer than announced: until {closes_on} at "
            "{closes_time}.\n\nReason: {reason}\n\nFor home {home} no vote has come yet. What is voted on stays as it "
            "was:\n\n{motions}\n\nIf you have handed in a paper ballot, please disregard this.\n\n{office}"
        ),
        _(
            "{name}: the vote on “{title}” is open longer, until {closes_on} at {closes_time}. Please take part."
        ),
    ),
    Event(
        "vote.result",
        _("An owners' vote was counted"),
        "owner",
        "service",
        QUICK,
        (
            *_VOTE,
            Variable("result", _("Result"), "text", "1. 续聘物业服务企业：通过"),
            Variable("list_hash", _("Hash of the list"), "text", "3f6c0d…"),
        ),
        _("Result of the vote: {title}"),
        _(
            "Dear {name},\n\nthe vote on “{title}” (number {number}) was counted:\n\n{result}\n\n"
            "The whole arithmetic stands on the page of the vote; with your receipt code you can look there whether your "
            "vote was counted. The published list of ballots has the SHA-256 {list_hash}: keep this message. If anybody "
            "changed the list, its hash would not be this one.\n\n{office}"
        ),
        _("{name}: the vote on “{title}” was counted. The result stands on its page."),
    ),
    Event(
        "vote.cancelled",
        _("An owners' vote was called off"),
        "owner",
        "service",
        QUICK,
        (*_VOTE, Variable("reason", _("Reason"), "text", "表决事项有误，将重新组织表决")),
        _("The vote is called off: {title}"),
        _(
            "Dear {name},\n\nthe vote on “{title}” (number {number}) is called off:\n\n{reason}\n\n"
            "What was voted so far does not count. You need do nothing; a new vote would be announced by itself.\n\n{office}"
        ),
        _("{name}: the vote on “{title}” is called off. What was voted so far does not count."),
    ),
)
