"""What is open is found by its payer, its fee and its due day without reading what was ever charged."""

from sqlite_utils import Database


def find_what_is_open(db: Database) -> None:
    """The balance knows the fee item; two indexes hold the open balances alone, whole."""
    db.execute("ALTER TABLE charge_balances ADD COLUMN fee_item_id INTEGER")
    db.execute("""
        UPDATE charge_balances
           SET fee_item_id = (SELECT c.fee_item_id FROM charges AS c WHERE c.id = charge_balances.charge_id)
    """)
    db.execute("DROP INDEX charge_balances_open")
    db.execute("""
        CREATE INDEX charge_balances_open ON charge_balances (home_id, payer_id, due_on, balance_fen)
         WHERE balance_fen > 0
    """)
    db.execute("""
        CREATE INDEX charge_balances_open_by_item ON charge_balances
            (fee_item_id, due_on, home_id, payer_id, balance_fen)
         WHERE balance_fen > 0
    """)
    db.execute("DROP TRIGGER charges_open_a_balance")
    db.execute("""
        CREATE TRIGGER charges_open_a_balance AFTER INSERT ON charges
        WHEN NEW.reverses_id IS NULL
        BEGIN
            INSERT INTO charge_balances (charge_id, home_id, payer_id, due_on, fee_item_id, amount_fen)
            VALUES (NEW.id, NEW.home_id, NEW.payer_id, NEW.due_on, NEW.fee_item_id, NEW.amount_fen);
        END
    """)
    db.execute("DROP TRIGGER charges_reverse")
    db.execute("""
        CREATE TRIGGER charges_reverse AFTER INSERT ON charges
        WHEN NEW.reverses_id IS NOT NULL
        BEGIN
            SELECT RAISE(ABORT, 'only an unpaid live charge can be reversed, with its whole amount')
              FROM charges AS c JOIN charge_balances AS b ON b.charge_id = c.id
             WHERE c.id = NEW.reverses_id
               AND (c.reverses_id IS NOT NULL OR c.reversed_by IS NOT NULL OR c.amount_fen <> -NEW.amount_fen
                    OR c.home_id <> NEW.home_id OR b.paid_fen <> 0 OR b.waived_fen <> 0);
            INSERT INTO charge_balances
                (charge_id, home_id, payer_id, due_on, fee_item_id, amount_fen, reversed_fen)
            VALUES (NEW.id, NEW.home_id, NEW.payer_id, NEW.due_on, NEW.fee_item_id, NEW.amount_fen, NEW.amount_fen);
            UPDATE charge_balances SET reversed_fen = amount_fen WHERE charge_id = NEW.reverses_id;
            UPDATE charges SET reversed_by = NEW.id WHERE id = NEW.reverses_id;
        END
    """)


def age_without_the_table(db: Database) -> None:
    """One index holds all that ageing reads of what is open.

    A virtual column is reckoned from the table's row even where an index holds it, so its parts stand here and the
    condition is written out: then SQLite reads the index alone. What is summed by fee stands in arrears_months.
    """
    db.execute("DROP INDEX charge_balances_open_by_item")
    db.execute("""
        CREATE INDEX charge_balances_by_age ON charge_balances
            (home_id, payer_id, due_on, fee_item_id, amount_fen, waived_fen, paid_fen, reversed_fen)
         WHERE amount_fen - waived_fen - paid_fen - reversed_fen > 0
    """)
