"""A worker that is killed after the provider took the message and before its answer was kept: one visible effect."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable

from estate.channels.channel import Code
from estate.data import Store
from tests.channels.conftest import outgoing, send
from tests.channels.servers import Gateway, MailServer

WORKER = """
import sys
from pathlib import Path
from estate.app import open_store
from estate.channels import actions
from estate.channels.channel import Outgoing
open_store(Path(sys.argv[1]))
with actions.opened(sys.argv[2]) as channel:
    print(channel.send(Outgoing(1, "bill:1", sys.argv[3], "十一月账单", "您好")))
"""


def killed(store: Store, code: Code, to: str, on_taken: Callable[[Callable[[], None]], None]) -> None:
    """Send in a process of its own, which is killed at the moment the provider has the message."""
    child = subprocess.Popen(
        [sys.executable, "-c", WORKER, str(store.folder), code, to], stdout=subprocess.PIPE
    )
    on_taken(lambda: os.kill(child.pid, signal.SIGKILL))
    out, _ = child.communicate(timeout=60)
    assert child.returncode == -signal.SIGKILL
    assert out == b""


def test_a_text_message_goes_out_once(store: Store, sms: Gateway):
    killed(store, "sms", "13812345678", lambda kill: setattr(sms, "on_taken", kill))
    sms.on_taken = lambda: None
    assert sms.taken == ["bill:1"]
    answer = send("sms", outgoing())
    assert (answer.state, answer.provider_id) == ("accepted", "id-bill:1")
    assert sms.taken == ["bill:1"]
    assert [got.method for got in sms.requests] == ["POST", "GET"]


def test_a_letter_has_the_same_name_and_is_one_in_the_mailbox(store: Store, mail: MailServer):
    killed(store, "mail", "wang@example.com", lambda kill: setattr(mail, "on_taken", kill))
    mail.on_taken = lambda: None
    assert len(mail.letters) == 1
    assert send("mail", outgoing(to="wang@example.com")).state == "accepted"
    assert len(mail.visible) == 1
    assert send("mail", outgoing(to="wang@example.com")).state == "accepted"
    assert len(mail.letters) == 2, "once the answer is kept nothing goes again"
