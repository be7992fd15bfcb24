"""What is asked about a cell of a fee or parking ledger, or was repaired in it, in words."""

from estate.i18n import gettext as _


def said(kind: str) -> str:
    """The words for a kind of finding."""
    words = {
        "code_missing": _("The number of the equipment is missing."),
        "code_twice": _("This number stands in another row with other equipment."),
        "equipment_exists": _("This number is that of “%(name)s” here already."),
        "cycle_unclear": _("How often it is serviced is not clear."),
        "cycle_unit": _("Every how many: days or months?"),
        "date_before_install": _("This day lies before the installation."),
        "date_to_come": _("This day is still to come."),
        "life_unclear": _("For how many years is not clear."),
        "name_missing": _("The name of the equipment is missing."),
        "quantity_unclear": _("How many are there?"),
        "state_unclear": _("In use, stopped, in repair or scrapped?"),
        "arrears_differ": _("What is owed is not what is due less what was paid."),
        "charge_twice": _("The same fee for the same time stands in another row. Are both payments?"),
        "fee_deposit": _(
            "A deposit or money in advance does not come in with arrears. Take it at the counter."
        ),
        "fee_missing": _("The fee item is missing."),
        "fine_not_taken": _("Late fees in the ledger do not come in; Estate reckons them itself."),
        "period_long": _("This is for more than a year; split it."),
        "period_missing": _("For which time is not told."),
        "room_once": _(
            "The home stands only in the first row of its group. Does it hold for the rows below?"
        ),
        "state_differs": _("The word for it contradicts the amounts. Is it paid or owed?"),
        "charged_already": _("%(month)s is charged already, with ¥%(sum)s."),
        "payer_differs": _("The ledger names %(name)s, but on its day the home belonged to %(owners)s."),
        "payer_missing": _("Nobody owns this home on the ledger's day."),
        "plate_taken": _("This plate belongs to another home already."),
        "plate_without_home": _("The row of this car names no home."),
        "space_exists": _("There is a parking space of this number already, held otherwise."),
        "amount_negative": _("The amount is below nothing."),
        "amount_other_time": _("The amount is not for a month."),
        "amount_unreadable": _("This is no amount of money."),
        "area_differs": _(
            "Area × price is not the fee, and the payments agree with the fee. Which area is right?"
        ),
        "area_zero": _("The area is nothing."),
        "cell_comment": _("A comment on the cell may change what it says."),
        "cell_error": _("The formula has an error."),
        "due_differs": _("The fee is not area × price. Which fee is right?"),
        "due_missing": _("The monthly fee is missing."),
        "due_or_area": _("The fee is not area × price. Which of them is right?"),
        "formula_no_value": _("The formula has no result; save the file with values."),
        "half_unclear": _("Half is to be paid. Is it paid?"),
        "last_month_unclear": _(
            "Up to which month is this ledger? Taken to end with the last month that has an entry."
        ),
        "mark_unclear": _("Is this month paid, owed or waived?"),
        "paid_little": _("So little for a month: is this an amount?"),
        "paid_more": _("More is paid than the fee. For which months?"),
        "kind_unclear": _("Is the parking space owned, rented or public?"),
        "period_backwards": _("The end lies before the beginning."),
        "period_unreadable": _("From when to when is not clear."),
        "plate_unreadable": _("This is no number plate."),
        "space_missing": _("The number of the parking space is missing."),
        "space_twice": _("This parking space stands in another row with other values."),
        "period_not_month": _("This column is for several months at once; split it into months."),
        "prior_arrears": _("Arrears from before: for which months?"),
        "room_missing": _("The home is missing."),
        "room_twice": _("The same home stands in another row with other values."),
        "room_unknown": _("There is no such home."),
        "room_unreadable": _("This names no home."),
        "total_differs": _("The arrears stated are not what the months add up to."),
        "totals_differ": _("In many rows the arrears stated are not what the months add up to."),
        "year_unknown": _("The year of these months is not told."),
    }
    if kind in words:
        return words[kind]
    if kind.startswith("area"):
        return _("This area cannot be believed.")
    if kind.startswith("date"):
        return _("This is no day that can be meant.")
    return _("Written in another way.")
