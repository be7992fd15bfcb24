"""What a questionnaire asks and in which order: pure. Questions are numbered from 1, answers of a list from 0."""

from collections.abc import Mapping, Sequence

import msgspec

KINDS = ("single", "multiple", "scale", "text", "ranking", "photo")
LISTED = ("single", "multiple", "ranking")
NEXT, END = 0, -1
"""Where a question leads when it names no other: to the one after it, or to the end."""
OTHER = 999
"""The number of the answer that one writes oneself."""
MOST_QUESTIONS, MOST_OPTIONS, MOST_TEXT, MOST_PHOTOS = 60, 30, 2000, 3


class Option(msgspec.Struct, frozen=True):
    """One of the answers to choose from. goes_to: the question after it; NEXT: as the question says."""

    label: str
    goes_to: int = NEXT


class Question(msgspec.Struct, frozen=True):
    """least and most: how many answers may be chosen (most 0: all), or where a scale begins and ends.

    low and high: what its ends mean. goes_to: the question after this one, whatever was answered.
    """

    kind: str
    text: str
    hint: str = ""
    required: bool = False
    options: tuple[Option, ...] = ()
    other: bool = False
    least: int = 0
    most: int = 0
    low: str = ""
    high: str = ""
    goes_to: int = NEXT


class Given(msgspec.Struct, frozen=True):
    """What was answered to a question. chosen: numbers of answers, of a ranking all of them from the first place on."""

    chosen: tuple[int, ...] = ()
    text: str = ""
    number: int | None = None
    photos: tuple[str, ...] = ()

    @property
    def blank(self) -> bool:
        return not self.chosen and not self.text and self.number is None and not self.photos


Answers = Mapping[int, Given]
NOTHING = Given()


def after(questions: Sequence[Question], number: int, given: Given) -> int:
    """The number of the question that follows this answer; END at the end."""
    question = questions[number - 1]
    told = NEXT
    if question.kind == "single" and given.chosen and given.chosen[0] in range(len(question.options)):
        told = question.options[given.chosen[0]].goes_to
    told = told or question.goes_to or number + 1
    return told if told <= len(questions) else END


def path(questions: Sequence[Question], answers: Answers) -> list[int]:
    """The questions that somebody meets who answers so, in order; never one twice."""
    met: list[int] = []
    number = 1 if questions else END
    while number != END and number not in met:
        met.append(number)
        number = after(questions, number, answers.get(number, NOTHING))
    return met


def leads_to(questions: Sequence[Question], number: int) -> set[int]:
    """All that can follow a question."""
    question = questions[number - 1]
    every = [NOTHING, *(Given((one,)) for one in range(len(question.options)))]
    return {after(questions, number, given) for given in every}


def reachable(questions: Sequence[Question]) -> set[int]:
    """The questions that some answers lead to."""
    seen: set[int] = set()
    waiting = [1] if questions else []
    while waiting:
        number = waiting.pop()
        if number not in seen and number != END:
            seen.add(number)
            waiting += leads_to(questions, number)
    return seen


def jumps(question: Question) -> list[int]:
    """Where a question sends people by name; the end among them."""
    told = [one.goes_to for one in question.options] if question.kind == "single" else []
    return [one for one in (*told, question.goes_to) if one != NEXT]


def faults(questions: Sequence[Question], *, anonymous: bool = False) -> list[tuple[str, int]]:
    """Why a questionnaire cannot be opened: a word for each fault, with the number of the question (0 for the whole).

    `empty`; `few` (fewer than two answers to choose from), `bounds` (more answers asked for than there are, or a scale
    without length); `back` (leads back, so that it would never end), `nowhere` (leads to a question that there is not);
    `never` (no answer leads to it); `photo` (a photo can show who took it: an anonymous survey asks for none).
    """
    if not questions:
        return [("empty", 0)]
    found: list[tuple[str, int]] = []
    for number, question in enumerate(questions, 1):
        if question.kind in LISTED and len(question.options) < 2:
            found.append(("few", number))
        elif not _bounds_hold(question):
            found.append(("bounds", number))
        if anonymous and question.kind == "photo":
            found.append(("photo", number))
        for goal in jumps(question):
            if goal != END and goal <= number:
                found.append(("back", number))
            elif goal > len(questions):
                found.append(("nowhere", number))
    if not any(word in ("back", "nowhere") for word, _number in found):
        found += [("never", one) for one in range(1, len(questions) + 1) if one not in reachable(questions)]
    return list(dict.fromkeys(found))


def _bounds_hold(question: Question) -> bool:
    if question.kind == "scale":
        return 0 <= question.least < question.most <= 10
    if question.kind == "multiple":
        there = len(question.options) + question.other
        return question.least <= (question.most or there) <= there
    return True


def fault_of(question: Question, given: Given) -> str:
    """Why an answer cannot be taken: `missing`, `few`, `many`, `unknown`, `long`, `twice`, `other`; empty for a good one."""
    if given.blank:
        return "missing" if question.required else ""
    if len(given.text) > MOST_TEXT:
        return "long"
    if question.kind == "scale":
        return (
            "" if given.number is not None and question.least <= given.number <= question.most else "unknown"
        )
    if question.kind in ("text", "photo"):
        return "many" if len(given.photos) > MOST_PHOTOS else ""
    return _fault_of_chosen(question, given)


def _fault_of_chosen(question: Question, given: Given) -> str:
    known = {*range(len(question.options)), *([OTHER] if question.other else [])}
    if not set(given.chosen) <= known:
        return "unknown"
    if len(set(given.chosen)) != len(given.chosen):
        return "twice"
    if (OTHER in given.chosen) != bool(given.text):
        return "other"
    if question.kind == "ranking":
        return "" if len(given.chosen) == len(question.options) else "few"
    if question.kind == "single":
        return "" if len(given.chosen) == 1 else "many"
    if len(given.chosen) < question.least:
        return "few"
    return "many" if question.most and len(given.chosen) > question.most else ""


def faults_of(questions: Sequence[Question], answers: Answers) -> dict[int, str]:
    """What cannot be taken of the questions on the way, by number."""
    wrong = {one: fault_of(questions[one - 1], answers.get(one, NOTHING)) for one in path(questions, answers)}
    return {one: word for one, word in wrong.items() if word}


def kept(questions: Sequence[Question], answers: Answers) -> dict[int, Given]:
    """What counts of the answers: those to questions on the way, without the blank ones."""
    found = {
        one: of_kind(questions[one - 1], answers[one]) for one in path(questions, answers) if one in answers
    }
    return {one: given for one, given in found.items() if not given.blank}


def of_kind(question: Question, given: Given) -> Given:
    """What of an answer belongs to its kind of question: a page may have sent anything along."""
    if question.kind == "scale":
        return Given(number=given.number)
    if question.kind == "text":
        return Given(text=given.text)
    if question.kind == "photo":
        return Given(photos=given.photos)
    return Given(chosen=given.chosen, text=given.text)


def without_photos(questions: Sequence[Question]) -> tuple[Question, ...]:
    """The questions where no photo can be given, as in a trial: none is needed then."""
    return tuple(
        msgspec.structs.replace(one, required=one.required and one.kind != "photo") for one in questions
    )


def on_paper(questions: Sequence[Question]) -> tuple[Question, ...]:
    """The questions as a sheet of paper asks them: what was left out there cannot be asked for again."""
    return tuple(msgspec.structs.replace(one, required=False) for one in questions)


def moved(questions: Sequence[Question], order: Sequence[int]) -> tuple[Question, ...]:
    """The questions of these numbers in this order; what leads to one of them leads there still.

    What led to a question that is left out leads on to the next.
    """
    place = {old: new for new, old in enumerate(order, 1)}

    def goal(old: int) -> int:
        return old if old in (NEXT, END) else place.get(old, NEXT)

    return tuple(
        msgspec.structs.replace(
            one,
            goes_to=goal(one.goes_to),
            options=tuple(Option(option.label, goal(option.goes_to)) for option in one.options),
        )
        for one in (questions[old - 1] for old in order)
    )


def read_questions(text: str) -> tuple[Question, ...]:
    """Questions as they are kept."""
    return msgspec.json.decode(text, type=tuple[Question, ...])


def read_answers(text: str) -> dict[int, Given]:
    """Answers as they are kept; ValueError for what are none."""
    return msgspec.json.decode(text, type=dict[int, Given])


def written(what: object) -> str:
    """Questions or answers as they are kept."""
    return msgspec.json.encode(what).decode()
