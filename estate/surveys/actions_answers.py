"""Answering: here or on paper, by name or by nobody's. Each is one transaction; a second answer of the same is refused."""

from collections.abc import Sequence
from random import SystemRandom

from estate.access.me import Me
from estate.data import Actor, Tx, audit, write
from estate.data.store import current
from estate.i18n import gettext as _
from estate.jobs import signals
from estate.refusal import Refused
from estate.surveys import records, records_answers, records_marks, records_sheets
from estate.surveys.records import Survey
from estate.surveys.records_marks import Mark
from estate.surveys.rules import Answers, Question, faults_of, kept, on_paper, written
from estate.surveys.rules_hiding import draw, keeps_group

HERE, ON_PAPER = 1, 2
CHANCE = SystemRandom()


def answer(survey_id: int, home_id: int, given: Answers, me: Me) -> None:
    """Hand in what somebody answered for one of their homes or themselves.

    Refused when it was answered before: by them, or by another owner of the home; where the survey lets answers be
    changed, who gave one may give another until it is closed.
    """
    with write(me) as tx:
        found, mark = _mine(tx, survey_id, home_id, me)
        counted = checked(found.questions, given)
        if records_marks.mark(tx, survey_id, mark.home_id, mark.person_id, HERE):
            _hand_in(tx, found, mark, counted)
        elif may_change(tx, found, mark, me):
            records_answers.put(tx, survey_id, mark.home_id, mark.person_id, counted)
        else:
            raise Refused(_("This was answered already."), "")
        if not found.anonymous:
            records_answers.drop_drafts(tx, survey_id, me.account_id, mark.home_id)


def keep_draft(survey_id: int, home_id: int, given: Answers, me: Me) -> None:
    """Keep what somebody has filled in so far; never of an anonymous survey."""
    with write(me) as tx:
        found, mark = _mine(tx, survey_id, home_id, me)
        if not found.anonymous:
            records_answers.keep_draft(tx, survey_id, me.account_id, mark.home_id, given)


def may_change(tx: Tx, found: Survey, mark: Mark, me: Me) -> bool:
    """Whether somebody may answer anew: it was they who answered, and the survey lets them."""
    if not found.may_change or found.anonymous or mark.done != HERE:
        return False
    before = records_answers.answer(tx, found.id, mark.home_id, mark.person_id)
    return before is not None and before.account_id == me.account_id


def enter(survey_id: int, number: int, given: Answers, by: Actor, mark: Mark | None) -> None:
    """Enter a paper sheet by its number. mark: whose it is; None of an anonymous survey, whose sheets are nobody's."""
    with write(by) as tx:
        found = _open_survey(tx, survey_id)
        if not 1 <= number <= found.printed:
            raise Refused(_("There is no sheet of this number."), "number")
        if not records_answers.enter_paper(tx, survey_id, number):
            raise Refused(_("This sheet was entered already."), "number")
        counted = checked(on_paper(found.questions), given)
        if not counted:
            raise Refused(_("Nothing is answered on this sheet."), "number")
        if found.anonymous:
            _enter_unnamed(tx, found, counted)
        elif mark is None or not records_marks.mark(tx, survey_id, mark.home_id, mark.person_id, ON_PAPER):
            raise Refused(_("This was answered already."), "home")
        else:
            records_answers.put(tx, survey_id, mark.home_id, mark.person_id, counted, sheet=number)
            signals.tell(tx, f"survey-{survey_id}")
        audit.record(tx, "survey.sheet_entered", "surveys", survey_id, after={"sheet": number})


def take_paper(survey_id: int, mark: Mark, by: Actor) -> None:
    """Note that a home or person has handed in an anonymous sheet, which is entered apart from this."""
    with write(by) as tx:
        found = _open_survey(tx, survey_id)
        if not found.anonymous or not records_marks.mark(
            tx, survey_id, mark.home_id, mark.person_id, ON_PAPER
        ):
            raise Refused(_("This was answered already."), "home")
        _wipe_after(tx)


def print_sheets(survey_id: int, copies: int, by: Actor) -> int:
    """Number some more paper sheets; answers the first number."""
    with write(by) as tx:
        found = _open_survey(tx, survey_id)
        tx.update("surveys", survey_id, printed=found.printed + copies)
        audit.record(tx, "survey.printed", "surveys", survey_id, after={"copies": copies})
        return found.printed + 1


def checked(questions: Sequence[Question], given: Answers) -> Answers:
    """What counts of the answers. Refused where something is missing or wrong."""
    if faults_of(questions, given):
        raise Refused(_("Some questions need another look."), "")
    return kept(questions, given)


def _enter_unnamed(tx: Tx, found: Survey, counted: Answers) -> None:
    on_paper = records_marks.turnout(tx, found.id).on_paper
    if len(records_answers.papers(tx, found.id)) > on_paper:
        raise Refused(_("Note first who handed a sheet in: there are no more sheets than that."), "number")
    _drop_in(tx, found, "", counted)


def _hand_in(tx: Tx, found: Survey, mark: Mark, counted: Answers) -> None:
    if not found.anonymous:
        records_answers.put(tx, found.id, mark.home_id, mark.person_id, counted)
        signals.tell(tx, f"survey-{found.id}")
        return
    group = ""
    if found.kept_group:
        name, done = records_marks.group_of(tx, found.id, found.kept_group, mark.home_id, mark.person_id)
        group = name if keeps_group(done, found.set_size) else ""
    _drop_in(tx, found, group, counted)


def _drop_in(tx: Tx, found: Survey, group: str, counted: Answers) -> None:
    """Put a sheet into the pool, and let some out once there are enough."""
    sheet = written({"group": group, "answers": counted})
    drawn = draw([*records_sheets.pool(tx, found.id), sheet], found.set_size, CHANCE)
    records_sheets.put(tx, found.id, drawn)
    if drawn.out:
        signals.tell(tx, f"survey-{found.id}")
    _wipe_after(tx)


def _wipe_after(tx: Tx) -> None:
    """The write-ahead log has each change in its order, mark and sheet together: fold it into the file at once."""
    tx.after_commit(_fold_log)


def _fold_log() -> None:
    current().fold_log()


def _mine(tx: Tx, survey_id: int, home_id: int, me: Me) -> tuple[Survey, Mark]:
    found = _open_survey(tx, survey_id)
    mine = records_marks.own(tx, survey_id, me.person_id or 0)
    mark = next((one for one in mine if one.home_id == home_id), None)
    if mark is None:
        raise Refused(_("This survey does not ask you."), "")
    return found, mark


def _open_survey(tx: Tx, survey_id: int) -> Survey:
    found = records.survey(tx, survey_id)
    if found is None or found.state != "open" or found.past:
        raise Refused(_("This survey takes no more answers."), "")
    return found
