"""How sure it is what a line is: rules without a database."""

from estate.reconciliation.rules_match import Debt, Taken, doubt_shared, propose


def debt(home: int = 1, owed: int = 16606, *by: str, payer: int = 0) -> Debt:
    return Debt(home, f"3-2-50{home}", payer or home, "Wang", owed, frozenset(by))


def best(amount: int, taken: list[Taken], debts: list[Debt], payer: str = "Wang") -> tuple[str, str]:
    first = propose(amount, payer, taken, debts)[0]
    return first.confidence, first.why


def test_the_code_of_a_home_makes_certain_whatever_the_amount() -> None:
    assert best(100, [], [debt(1, 16606, "code")]) == ("certain", "code")


def test_a_receipt_with_the_number_comes_before_all() -> None:
    taken = Taken(7, "SJ1", "3-2-501", "Li", 16606, True, 0)
    assert best(16606, [taken], [debt(1, 16606, "name")]) == ("certain", "voucher")
    assert propose(16605, "Li", [taken], []) == []  # another amount is another payment


def test_a_name_alone_is_likely_only_with_the_exact_amount() -> None:
    assert best(16606, [], [debt(1, 16606, "name")]) == ("likely", "name")
    assert best(16605, [], [debt(1, 16606, "name")]) == ("possible", "name")


def test_a_room_is_likely_with_the_amount_or_the_name() -> None:
    assert best(16606, [], [debt(1, 16606, "room")])[0] == "likely"
    assert best(1, [], [debt(1, 16606, "room", "name")])[0] == "likely"
    assert best(1, [], [debt(1, 16606, "room")])[0] == "possible"


def test_the_amount_alone_is_never_more_than_possible() -> None:
    assert best(16606, [], [debt(1, 16606, "amount")])[0] == "possible"


def test_two_that_are_equally_likely_are_for_a_person() -> None:
    both = [debt(1, 16606, "name"), debt(2, 16606, "name")]
    assert {one.confidence for one in propose(16606, "Wang", [], both)} == {"possible"}
    two_codes = [debt(1, 16606, "code"), debt(2, 16606, "code")]
    assert {one.confidence for one in propose(16606, "Wang", [], two_codes)} == {"possible"}


def test_money_that_went_out_is_no_payment() -> None:
    assert propose(-16606, "Wang", [], [debt(1, 16606, "code")]) == []


def test_two_lines_that_would_be_the_same_payment_are_for_a_person() -> None:
    twice = [propose(16606, "Wang", [], [debt(1, 16606, "name")]) for _line in range(2)]
    other = propose(16606, "Li", [], [debt(2, 16606, "name")])
    assert [doubted[0].confidence for doubted in doubt_shared([*twice, other])] == [
        "possible",
        "possible",
        "likely",
    ]


def test_what_is_certain_stays_so_beside_a_line_that_only_seems_the_same() -> None:
    taken = Taken(7, "SJ1", "3-2-501", "Wang", 16606, True, 0)
    sure, seeming = (
        propose(16606, "Wang", [taken], []),
        propose(16606, "Wang", [taken._replace(same_voucher=False)], []),
    )
    assert [one[0].confidence for one in doubt_shared([sure, seeming, []]) if one] == ["certain", "possible"]
