"""Account codes: which account of the office's chart is used for what."""

from estate.data import Actor, audit, write
from estate.i18n import gettext as _
from estate.refusal import Refused

ROLES = (
    "receivable",
    "cash",
    "wechat",
    "alipay",
    "pos",
    "transfer",
    "prepayment",
    "deposit",
    "revenue",
    "penalty",
    "waiver",
)


def set_code(role: str, fee_item_id: int | None, code: str, name: str, by: Actor) -> None:
    """Use this account from now on; exports of earlier months use it, too.

    Refused without a code (field `code`) or a name (`name`), and for an item of its own except for revenue.
    """
    code, name = code.strip(), name.strip()
    if role not in ROLES or (fee_item_id is not None and role != "revenue"):
        raise Refused(_("Choose what the account is for."), "role")
    if not code:
        raise Refused(_("Write the account's code."), "code")
    if not name:
        raise Refused(_("Write the account's name."), "name")
    with write(by) as tx:
        before = tx.tuples(
            "SELECT code, name FROM book_accounts WHERE role = :role AND fee_item_id IS :item",
            role=role,
            item=fee_item_id,
        )
        if before == [(code, name)]:
            return
        tx.run(
            """
            INSERT INTO book_accounts (role, fee_item_id, code, name) VALUES (:role, :item, :code, :name)
                ON CONFLICT (role, ifnull(fee_item_id, 0)) DO UPDATE SET code = excluded.code, name = excluded.name
            """,
            role=role,
            item=fee_item_id,
            code=code,
            name=name,
        )
        audit.record(
            tx,
            "account.code_set",
            "book_accounts",
            before=dict(zip(("account", "account_name"), before[0], strict=True)) if before else None,
            after={"what_for": role, "account": code, "account_name": name},
        )
