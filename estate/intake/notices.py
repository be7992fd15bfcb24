"""The sentence for every kind of finding, in the reader's language; parameters come from the finding."""

from estate.i18n import lazy
from estate.intake.findings import Finding, Skipped

REPAIRS: dict[str, str] = {
    "area_chinese": lazy("Area written in Chinese numerals, read as %(value)s m²"),
    "area_decimal_comma": lazy("The comma is this column's decimal sign: %(value)s m²"),
    "area_rounded": lazy("Area rounded to two decimals: %(value)s m²"),
    "area_spelling": lazy("Area read as %(value)s m²"),
    "area_text": lazy("A number kept as text, read as %(value)s m²"),
    "area_unit": lazy("The unit was taken off: %(value)s m²"),
    "blank_word": lazy("“%(raw)s” means that nothing is known; left empty"),
    "carried_down": lazy("Written once for its group, carried down to the rows below (%(rows)s)"),
    "code_unknown": lazy("“%(raw)s” is another system's code and was left out"),
    "date_compact": lazy("Date read as %(value)s"),
    "date_day_first": lazy("Date with the year last, read as %(value)s"),
    "date_month_only": lazy("Only the month is known: %(value)s"),
    "amount_rounded": lazy("Rounded to the fen: ¥%(value)s"),
    "amount_spelling": lazy("An amount written with words or signs: ¥%(value)s"),
    "cycle_spelling": lazy("Read as %(value)s"),
    "due_computed": lazy("Area × price: ¥%(value)s"),
    "life_spelling": lazy("Read as %(value)s years"),
    "mark_by_total": lazy("The row's own total tells: ¥%(value)s owed"),
    "mark_spelling": lazy("A mark instead of an amount: ¥%(value)s owed"),
    "paid_several": lazy("Paid for several months in one: ¥%(value)s"),
    "period_open": lazy("Without an end"),
    "period_spelling": lazy("Read as %(value)s"),
    "plate_spelling": lazy("Read as %(value)s"),
    "space_spelling": lazy("Read as %(value)s"),
    "date_serial": lazy("A spreadsheet's day number, read as %(value)s"),
    "date_short_year": lazy("Year with two digits, read as %(value)s"),
    "date_spelling": lazy("Date read as %(value)s"),
    "ditto": lazy("Same as the row above: %(value)s"),
    "family_count": lazy("Only a number of people, no names; left out"),
    "family_read": lazy("Family members read: %(value)s"),
    "hidden_row": lazy("A hidden row; it is brought in like the others"),
    "id_15_digits": lazy("Old number of 15 digits, written with 18: %(value)s"),
    "id_lower_x": lazy("The check sign is written as X: %(value)s"),
    "id_placeholder": lazy("A made-up ID number that stands for “unknown”; left empty"),
    "id_spacing": lazy("Spaces and invisible signs taken out: %(value)s"),
    "merged_cell": lazy("Taken from the merged cell above: %(value)s"),
    "name_spacing": lazy("Spaces and invisible signs taken out: %(value)s"),
    "name_state_word": lazy("“%(raw)s” is no name; the home has no owner yet"),
    "name_with_phone": lazy("Name and telephone number separated: %(value)s"),
    "name_with_tenant": lazy("Owner and tenant separated: %(value)s"),
    "note_as_number": lazy("A number in the note is kept as text"),
    "owners_joined": lazy("Several owners separated: %(value)s"),
    "phone_annotated": lazy("Number and the words beside it separated: %(value)s"),
    "phone_as_number": lazy("A number cell, kept as text: %(value)s"),
    "phone_placeholder": lazy("%(raw)s stands for “unknown”; left empty"),
    "phone_several": lazy("Several numbers separated: %(value)s"),
    "phone_spelling": lazy("Number written as %(value)s"),
    "room_run_together": lazy("Building and entrance stand before the room number: %(value)s"),
    "room_with_storey": lazy("Storey and number on it together: %(value)s"),
    "room_spelling": lazy("Read as home %(value)s"),
    "word_unknown": lazy("“%(raw)s” is not among the known words and was left out"),
}

READ_AS = lazy("Written in another way, read as %(value)s")
"""For the repairs of ledgers that have no sentence of their own."""

DOUBTS: dict[str, str] = {
    "area_about": lazy("The area is only approximate"),
    "area_decimal_comma": lazy("A comma where the other areas have a point: decimal sign or thousands?"),
    "area_digits_swapped": lazy("%(peers)s homes above and below have %(value)s m²; two digits look swapped"),
    "area_missing": lazy("No area is given, and fees need one"),
    "area_merged": lazy("One area for several homes in a merged cell; how much belongs to each?"),
    "area_negative": lazy("An area below zero"),
    "area_other_unit": lazy("The area is not in square metres"),
    "area_out_of_line": lazy("Far from the other homes, which have about %(typical)s m²"),
    "area_slip": lazy(
        "Far from the other homes (about %(typical)s m²); the decimal point seems to be missing or misplaced"
    ),
    "area_unreadable": lazy("This is no area"),
    "area_zero": lazy("An area of zero"),
    "building_unknown": lazy("Nothing says in which building these homes are"),
    "cell_comment": lazy("A comment on the cell says: %(comment)s"),
    "cell_error": lazy("The cell shows the error %(error)s"),
    "date_as_decimal": lazy("A number that may be a date (%(value)s)"),
    "date_day_or_month": lazy("Which is the day and which the month?"),
    "date_far": lazy("A date far out of the usual years"),
    "date_impossible": lazy("There is no such day"),
    "date_unreadable": lazy("This is no date"),
    "date_zero": lazy("A spreadsheet's day zero, not a date"),
    "ditto_out_of_order": lazy("“Same as above”, but the rows are no longer in their order"),
    "dup_conflict": lazy("Home %(home)s stands in row %(row)s of “%(sheet)s” too, with another value here"),
    "dup_conflict_row": lazy("Home %(home)s stands in row %(row)s of “%(sheet)s” too, and the rows differ"),
    "dup_other_owner": lazy(
        "Home %(home)s has another owner in row %(row)s of “%(sheet)s”: co-owners, or has it been sold?"
    ),
    "entrance_unknown": lazy("The building has several entrances and none is given"),
    "entrance_unreadable": lazy("This is no entrance"),
    "family_unclear": lazy("The family members cannot be told apart"),
    "fill_down": lazy(
        "“%(column)s” stands only in the first row of each group; should it hold for the %(rows)s rows below?"
    ),
    "floor_contradicts": lazy("The storey and the room number contradict each other"),
    "floor_unreadable": lazy("This is no storey; write a whole number"),
    "formula_no_value": lazy(
        "The formula %(formula)s has no stored result; save the file in a spreadsheet program once more"
    ),
    "id_as_float": lazy("The spreadsheet has cut the number's last digits; they are lost"),
    "id_bad_birth": lazy("The birth date in the ID number does not exist"),
    "id_bad_check": lazy("The check digit is wrong, so at least one digit is"),
    "id_masked": lazy("The ID number is masked"),
    "id_owner_unclear": lazy("It is not clear whose ID number this is: %(names)s"),
    "id_shared": lazy("Another person in row %(row)s of “%(sheet)s” has the same ID number"),
    "id_truncated": lazy("The last digits were replaced by zeros; they are lost"),
    "id_unreadable": lazy("This is no ID number"),
    "id_wrong_length": lazy("An ID number has 18 digits"),
    "inner_area_larger": lazy("The inner area is larger than the built area of %(area)s m²"),
    "name_group": lazy("This names a family, not each owner"),
    "name_long": lazy("Too long for one name; are these several people?"),
    "name_masked": lazy("The name is masked or has unreadable characters"),
    "name_one_character": lazy("Only one character of the name"),
    "name_remark": lazy("A remark beside the name: %(remark)s"),
    "name_unreadable": lazy("This is no name"),
    "name_with_digits": lazy("Digits in the name"),
    "note_sensitive": lazy(
        "The note says something about health or need (%(words)s); this belongs to the care record"
    ),
    "note_still_sensitive": lazy(
        "This still says something about health or need; leave that out of the note"
    ),
    "owner_changed": lazy("The cell says that the owner has changed or died"),
    "owner_ref_twice": lazy("This owner's number stands for two owners"),
    "owner_ref_unknown": lazy("There is no owner with this number"),
    "owner_title": lazy("A form of address, not the full name"),
    "owner_unnamed": lazy("This does not say who the owner is"),
    "phone_10_digits": lazy("A mobile number has 11 digits, this has 10"),
    "phone_lost_zero": lazy("A landline whose first zero the spreadsheet has dropped?"),
    "phone_masked": lazy("The number is masked"),
    "phone_no_area_code": lazy("A landline without its area code"),
    "phone_out_of_use": lazy("The cell says that the number is out of use"),
    "phone_placeholder": lazy("This looks like a made-up number"),
    "phone_sci_text": lazy("The spreadsheet has cut the number's last digits; they are lost"),
    "phone_unreadable": lazy("This is no telephone number"),
    "phone_unsure": lazy("A question mark stands beside the number"),
    "phone_words": lazy("Words instead of a telephone number"),
    "phone_wrong_length": lazy("No telephone number has so many digits"),
    "room_as_date": lazy("The spreadsheet seems to have turned the room into a date; is it %(value)s?"),
    "room_contradicts_column": lazy("The room's code contradicts the column beside it, which says %(said)s"),
    "room_level": lazy(
        "Nothing in this building is on floors 1 to 10: is this floor %(floor)s, or does the building or entrance "
        "stand in front, so that it is %(value)s?"
    ),
    "room_missing": lazy("A row with data but without a room"),
    "room_not_full": lazy("Write building, entrance and number, like 3-2-501"),
    "room_run_together": lazy("It is not clear where building and entrance end in this number"),
    "room_short": lazy("The other rooms of this sheet have longer numbers"),
    "room_shop": lazy("A row of shops without its building; is it %(value)s?"),
    "room_unreadable": lazy("This is no room"),
    "wrong_building": lazy("This room is not in building %(building)s, to which the rows around it belong"),
}

SKIPS: dict[str, str] = {
    "blank": lazy("Empty row"),
    "dup_conflict": lazy("Second row of a home; see the question about it"),
    "dup_same": lazy("The same home again, word for word"),
    "left_out": lazy("Left out by hand"),
    "repeated": lazy("The same row again, word for word"),
    "not_due": lazy("Not due yet on the ledger's day"),
    "note": lazy("A note or signature row"),
    "row_of_same_home": lazy("Another row of the same home, taken into it"),
    "section": lazy("A heading"),
    "sheet_empty": lazy("Empty sheet"),
    "sheet_left_out": lazy("Left out by hand"),
    "sheet_repeats_homes": lazy("The sheet names homes of other sheets again, without their areas"),
    "sheet_without_header": lazy("No table was found"),
    "sheet_without_owners": lazy("The table has neither owners nor areas"),
    "sheet_without_rooms": lazy("The table has no rooms"),
    "title": lazy("Title or heading"),
    "total": lazy("A total; it is compared with the rows"),
}


def message(finding: Finding, doubt: bool) -> str:
    """The finding as a sentence. doubt: it asks a person; otherwise it tells of a repair."""
    raw = "" if finding.raw is None else str(finding.raw)
    about = {"raw": raw, "value": finding.value or "", **finding.about}
    return str(DOUBTS[finding.kind] if doubt else REPAIRS.get(finding.kind, READ_AS)) % about


def reason(skipped: Skipped) -> str:
    """Why a row or sheet was left out, as a sentence."""
    return str(SKIPS[skipped.reason])
