"""Ledgers of the repair fund and the common income, and the disclosures made from them. Money in fen, dates ISO.

An entry is written once; a wrong one is reversed by another. The common income belongs to the owners (Civil Code 282)
and stands apart from the property fee. A disclosure is a draft until it is published; from then on its text and figures
stay word for word, under a hash; a correction is a further version.
"""

from sqlite_utils import Database, Migrations

schema = Migrations("disclosure")

SOURCES = {
    "common": (
        "opening",
        "advertising",
        "parking",
        "venue",
        "other_in",
        "cost",
        "to_owners",
        "to_fund",
        "other_out",
    ),
    "fund": ("opening", "paid_in", "interest", "other_in", "use", "other_out"),
}
"""What an entry of each ledger is for; those before the first that spends bring money in."""
COMING_IN = ("opening", "advertising", "parking", "venue", "paid_in", "interest", "other_in")

_ALLOWED = " OR ".join(
    f"(ledger = '{ledger}' AND source IN ({', '.join(repr(one) for one in sources)}))"
    for ledger, sources in SOURCES.items()
)
_IN = ", ".join(repr(one) for one in COMING_IN)


@schema()
def create_disclosure(db: Database) -> None:
    db.execute("""
        CREATE TABLE disclosure_terms (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            services TEXT NOT NULL DEFAULT '',
            quality TEXT NOT NULL DEFAULT '',
            basis TEXT NOT NULL DEFAULT '',
            common_months INTEGER NOT NULL DEFAULT 3 CHECK (common_months IN (3, 6, 12)),
            fund_months INTEGER NOT NULL DEFAULT 6 CHECK (fund_months IN (3, 6, 12)),
            within_days INTEGER NOT NULL DEFAULT 30 CHECK (within_days BETWEEN 1 AND 180)
        ) STRICT
    """)
    db.execute("INSERT INTO disclosure_terms (id) VALUES (1)")
    db.execute("""
        CREATE TABLE responsible_people (
            id INTEGER PRIMARY KEY,
            position TEXT NOT NULL CHECK (position <> ''),
            name TEXT NOT NULL CHECK (name <> ''),
            duty TEXT NOT NULL DEFAULT '',
            phone TEXT NOT NULL DEFAULT '',
            retired_at TEXT
        ) STRICT
    """)
    db.execute(f"""
        CREATE TABLE public_entries (
            id INTEGER PRIMARY KEY,
            key TEXT NOT NULL UNIQUE CHECK (key <> ''),
            ledger TEXT NOT NULL CHECK (ledger IN ('fund', 'common')),
            source TEXT NOT NULL,
            booked_on TEXT NOT NULL CHECK (booked_on = date(booked_on, '+0 days')),
            amount_fen INTEGER NOT NULL CHECK (amount_fen <> 0),
            purpose TEXT NOT NULL CHECK (purpose <> ''),
            partner TEXT NOT NULL DEFAULT '',
            reverses_id INTEGER REFERENCES public_entries (id),
            reason TEXT NOT NULL DEFAULT '',
            at TEXT NOT NULL,
            account_id INTEGER,
            who TEXT NOT NULL,
            CHECK ({_ALLOWED}),
            CHECK (reverses_id IS NOT NULL OR (amount_fen > 0) = (source IN ({_IN}))),
            CHECK ((reverses_id IS NULL) = (reason = ''))
        ) STRICT
    """)
    db.execute("CREATE INDEX public_entries_by_day ON public_entries (ledger, booked_on, id, amount_fen)")
    db.execute(
        "CREATE UNIQUE INDEX public_entries_reversed_once ON public_entries (reverses_id) WHERE reverses_id IS NOT NULL"
    )
    db.execute("""
        CREATE TABLE disclosures (
            id INTEGER PRIMARY KEY,
            token TEXT NOT NULL UNIQUE CHECK (length(token) >= 16),
            kind TEXT NOT NULL CHECK (kind IN ('quarter', 'half', 'year')),
            first_on TEXT NOT NULL CHECK (first_on = date(first_on, '+0 days')),
            last_on TEXT NOT NULL CHECK (last_on = date(last_on, '+0 days') AND last_on > first_on),
            version INTEGER NOT NULL CHECK (version > 0),
            remarks TEXT NOT NULL DEFAULT '',
            made_at TEXT NOT NULL,
            account_id INTEGER,
            made_by TEXT NOT NULL,
            published_at TEXT,
            published_on TEXT CHECK (published_on = date(published_on, '+0 days')),
            published_by TEXT NOT NULL DEFAULT '',
            content TEXT CHECK (content IS NULL OR json_valid(content)),
            hash TEXT CHECK (length(hash) = 64),
            file TEXT CHECK (length(file) = 64),
            UNIQUE (kind, first_on, version),
            CHECK ((published_at IS NULL) = (content IS NULL) AND (content IS NULL) = (hash IS NULL)
                   AND (hash IS NULL) = (file IS NULL) AND (file IS NULL) = (published_on IS NULL)),
            CHECK (published_on > last_on)
        ) STRICT
    """)
    db.execute(
        "CREATE INDEX disclosures_published ON disclosures (last_on, id) WHERE published_at IS NOT NULL"
    )


@schema()
def guard_disclosure(db: Database) -> None:
    for act in ("UPDATE", "DELETE"):
        db.execute(f"""
            CREATE TRIGGER public_entries_no_{act.lower()} BEFORE {act} ON public_entries
            BEGIN SELECT RAISE(ABORT, 'entries stay as they are; reverse them'); END
        """)
    db.execute("""
        CREATE TRIGGER public_entries_reversal BEFORE INSERT ON public_entries
        WHEN NEW.reverses_id IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM public_entries AS o
             WHERE o.id = NEW.reverses_id AND o.ledger = NEW.ledger AND o.source = NEW.source
               AND o.amount_fen = -NEW.amount_fen AND o.reverses_id IS NULL)
        BEGIN SELECT RAISE(ABORT, 'a reversal takes back the whole of one entry'); END
    """)
    db.execute("""
        CREATE TRIGGER disclosures_stay BEFORE UPDATE ON disclosures WHEN OLD.published_at IS NOT NULL
        BEGIN SELECT RAISE(ABORT, 'what was published stays word for word'); END
    """)
    db.execute("""
        CREATE TRIGGER disclosures_kept BEFORE DELETE ON disclosures WHEN OLD.published_at IS NOT NULL
        BEGIN SELECT RAISE(ABORT, 'what was published stays word for word'); END
    """)


@schema()
def close_what_was_published(db: Database) -> None:
    """No entry comes into days whose balances were made public: what was wrong there is reversed on a later day."""
    db.execute("""
        CREATE TRIGGER public_entries_published BEFORE INSERT ON public_entries
        WHEN NEW.booked_on <= (SELECT max(last_on) FROM disclosures WHERE published_at IS NOT NULL)
        BEGIN SELECT RAISE(ABORT, 'the balances of this day were made public'); END
    """)


@schema()
def report_to_owners(db: Database) -> None:
    """To whom of the owners a disclosure was handed as a report (Civil Code 943), and who took it."""
    db.execute("""
        CREATE TABLE disclosure_reports (
            id INTEGER PRIMARY KEY,
            disclosure_id INTEGER NOT NULL REFERENCES disclosures (id),
            receiver TEXT NOT NULL CHECK (receiver IN ('committee', 'meeting')),
            handed_on TEXT NOT NULL CHECK (handed_on = date(handed_on, '+0 days')),
            taken_by TEXT NOT NULL CHECK (taken_by <> ''),
            at TEXT NOT NULL,
            account_id INTEGER,
            who TEXT NOT NULL,
            UNIQUE (disclosure_id, receiver, handed_on, taken_by)
        ) STRICT
    """)
    db.execute("""
        CREATE TRIGGER disclosure_reports_published BEFORE INSERT ON disclosure_reports
        WHEN (SELECT published_on FROM disclosures WHERE id = NEW.disclosure_id) IS NULL
          OR NEW.handed_on < (SELECT published_on FROM disclosures WHERE id = NEW.disclosure_id)
        BEGIN SELECT RAISE(ABORT, 'only what is published is reported'); END
    """)
    for act in ("UPDATE", "DELETE"):
        db.execute(f"""
            CREATE TRIGGER disclosure_reports_no_{act.lower()} BEFORE {act} ON disclosure_reports
            BEGIN SELECT RAISE(ABORT, 'what was reported stays'); END
        """)
