"""The one write(): together or not at all, one after the other, never 'database is locked'."""
# ruff: noqa: PT012  what happens inside the write before it fails is the point

import sqlite3
import threading
from typing import NamedTuple

import pytest

from estate.app import open_store
from estate.data import Store, audit, read, write
from estate.data.migrate import NewerData, migrate
from estate.data.store import System, connect
from estate.features import SCHEMAS


class Named(NamedTuple):
    id: int
    name: str


@pytest.fixture
def things(store: Store, by: System) -> None:
    with write(by) as tx:
        tx.run("CREATE TABLE things (id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT")


@pytest.mark.usefixtures("things")
def test_what_belongs_together_is_not_there_when_it_fails(by: System) -> None:
    with pytest.raises(RuntimeError), write(by) as tx:
        tx.insert("things", name="half")
        audit.record(tx, "thing.made", "things", 1)
        raise RuntimeError
    with read() as db:
        assert db.value("SELECT count(*) FROM things") == 0
        assert db.value("SELECT count(*) FROM audit WHERE subject = 'things'") == 0


@pytest.mark.usefixtures("things")
def test_a_write_inside_a_write_is_a_part_of_it(by: System) -> None:
    ran: list[str] = []
    with write(by) as tx:
        tx.insert("things", name="outer")
        with pytest.raises(RuntimeError), write(by) as inner:
            inner.insert("things", name="taken back")
            raise RuntimeError
        with write(by) as inner:
            inner.insert("things", name="kept")
            inner.after_commit(lambda: ran.append("after"))
        assert ran == []
    assert ran == ["after"]
    with read() as db:
        assert db.values("SELECT name FROM things ORDER BY id") == ["outer", "kept"]


@pytest.mark.usefixtures("things")
def test_hooks_do_not_run_when_the_transaction_is_rolled_back(by: System) -> None:
    ran: list[str] = []
    with pytest.raises(RuntimeError), write(by) as tx:
        tx.after_commit(lambda: ran.append("after"))
        raise RuntimeError
    assert ran == []


@pytest.mark.usefixtures("things")
def test_many_threads_that_read_and_then_write_all_get_through(by: System) -> None:
    """A deferred BEGIN would die here at once with 'database is locked'."""
    failures: list[Exception] = []

    def work() -> None:
        try:
            for _ in range(20):
                with write(by) as tx:
                    count = tx.value("SELECT count(*) FROM things")
                    tx.insert("things", name=str(count))
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=work) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with read() as db:
        assert db.values("SELECT CAST(name AS INTEGER) FROM things ORDER BY id") == list(range(200))


@pytest.mark.usefixtures("things")
def test_a_reader_sees_one_picture_and_cannot_write(by: System) -> None:
    with read() as db:
        assert db.value("SELECT count(*) FROM things") == 0
        other = threading.Thread(target=lambda: _insert(by))
        other.start()
        other.join()
        assert db.value("SELECT count(*) FROM things") == 0
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            db.value("INSERT INTO things (name) VALUES ('x') RETURNING id")
    with read() as db:
        assert db.value("SELECT count(*) FROM things") == 1


@pytest.mark.usefixtures("things")
def test_a_query_that_does_not_fit_its_row_type_says_so(by: System) -> None:
    _insert(by)
    with read() as db:
        assert db.rows(Named, "SELECT id, name FROM things") == [Named(1, "one")]
        with pytest.raises(TypeError, match="Named"):
            db.rows(Named, "SELECT name, id FROM things")


def test_an_audit_entry_cannot_be_changed_or_deleted(store: Store, by: System) -> None:
    with write(by) as tx:
        audit.record(tx, "thing.made", "things", 1, after={"name": "x"})
    for statement in ("UPDATE audit SET who = 'nobody'", "DELETE FROM audit"):
        with pytest.raises(sqlite3.IntegrityError, match="stay as they are"), write(by) as tx:
            tx.run(statement)


def test_records_are_written_through_to_the_disk(store: Store) -> None:
    conn = connect(store.path)
    assert conn.execute("PRAGMA synchronous").fetchone() == (2,)
    assert conn.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert conn.execute("PRAGMA foreign_keys").fetchone() == (1,)
    conn.close()


def test_a_newer_data_folder_is_left_alone(store: Store, by: System) -> None:
    with write(by) as tx:
        tx.run(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('data', 'from_the_future', '')"
        )
    with pytest.raises(NewerData, match="from_the_future"):
        migrate(store, SCHEMAS)


def test_before_a_migration_the_records_are_copied(store: Store, by: System) -> None:
    with write(by) as tx:
        tx.run("DELETE FROM _sqlite_migrations WHERE migration_set = 'office'")
        tx.run("DROP TABLE office")
    store.close()
    open_store(store.folder)
    copies = list((store.folder / "backups").glob("before-migration-*.db"))
    assert len(copies) == 1
    conn = sqlite3.connect(copies[0])
    assert conn.execute("SELECT count(*) FROM accounts").fetchone()[0] > 0
    conn.close()


def _insert(by: System) -> None:
    with write(by) as tx:
        tx.insert("things", name="one")


@pytest.mark.usefixtures("things")
def test_the_log_is_folded_into_the_file_once_nobody_reads_an_earlier_picture(
    store: Store, by: System
) -> None:
    with read() as db:
        assert db.value("SELECT count(*) FROM things") == 0
        with write(by) as tx:
            tx.insert("things", name="new")
        assert not store.fold_log()  # who reads sees the earlier picture still
    assert store.fold_log()
    assert (store.folder / "estate.db-wal").stat().st_size == 0
    with read() as db:
        assert db.values("SELECT name FROM things") == ["new"]
