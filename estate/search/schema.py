"""Indexes that answer a search as one types; the database keeps them in step with what they point at by itself.

Each is over an expression that queries repeat word for word (records.py): names from their second and third sign
on (三丰 finds 张三丰), numbers and plates read backwards (a tail is then a beginning).
"""

from sqlite_utils import Database, Migrations

from estate.search.rules import backwards

schema = Migrations("search")


@schema()
def index_what_is_searched(db: Database) -> None:
    db.execute("CREATE INDEX people_by_second_sign ON people (substr(name, 2))")
    db.execute("CREATE INDEX people_by_third_sign ON people (substr(name, 3))")
    db.execute("CREATE INDEX people_by_given_initials ON people (substr(initials, 2))")
    db.execute("CREATE INDEX people_companies ON people (name) WHERE kind = 'company'")
    db.execute(f"CREATE INDEX phones_backwards ON phones ({backwards('number')})")
    db.execute("CREATE INDEX vehicles_by_plate_start ON vehicles (plate)")
    db.execute("CREATE INDEX vehicles_by_second_sign ON vehicles (substr(plate, 2))")
    db.execute("CREATE INDEX vehicles_by_third_sign ON vehicles (substr(plate, 3))")
    db.execute(f"CREATE INDEX vehicles_backwards ON vehicles ({backwards('plate')})")
    db.execute("CREATE INDEX receipts_by_seq ON receipts (seq, year)")
