"""E-mail through a real server."""

import socket

import pytest

from estate.channels import records
from estate.channels.channel import File
from estate.data import Store, files, read
from tests.channels.conftest import outgoing, send
from tests.channels.servers import MailServer


def test_a_letter_arrives_as_it_was_written(mail: MailServer):
    name = files.keep(b"%PDF-1.7 a bill")
    message = outgoing(to="wang@example.com", text="王建国您好：\n\n十一月账单 ¥166.06。\n" + "长" * 2000)
    answer = send("mail", message._replace(file=File(name, "账单 2026-11.pdf")))
    assert answer.state == "accepted"
    assert "4711" in answer.text
    (letter,) = mail.letters
    assert letter["Subject"] == "十一月账单"
    assert letter["From"] == "桂花园物业服务中心 <office@guihua.example>"
    assert letter["To"] == "wang@example.com"
    assert letter["Message-ID"] == answer.provider_id
    assert letter["Auto-Submitted"] == "auto-generated"
    text, file = letter.iter_parts()  # type: ignore[attr-defined]
    assert text.get_content().replace("\r\n", "\n").rstrip("\n") == message.text.rstrip("\n")
    assert file.get_filename() == "账单 2026-11.pdf"
    assert file.get_content() == b"%PDF-1.7 a bill"


def test_the_subject_goes_over_the_wire_in_ascii(mail: MailServer):
    send("mail", outgoing(to="wang@example.com"))
    raw = mail.letters[0].as_bytes()
    assert b"Subject: =?utf-8?" in raw


def test_a_subject_can_not_bring_a_header_with_it(mail: MailServer):
    message = outgoing(to="wang@example.com")._replace(subject="Bill\r\nBcc: all@example.com")
    assert send("mail", message).state == "accepted"
    assert mail.letters[0]["Bcc"] is None
    assert mail.recipients == [["wang@example.com"]]


def test_the_same_key_is_sent_once(mail: MailServer):
    first, second = (send("mail", outgoing(to="wang@example.com")) for _ in range(2))
    assert first.provider_id == second.provider_id
    assert len(mail.letters) == 1


def test_keys_have_message_ids_of_their_own(mail: MailServer):
    for key in ("bill:1", "bill:2"):
        send("mail", outgoing(key, to="wang@example.com"))
    assert len(mail.visible) == 2


@pytest.mark.parametrize(
    ("refusal", "state", "gone"),
    [
        ("550 5.1.1 no such mailbox", "failed", True),
        ("550 5.7.1 your house is on a list", "failed", False),
        ("452 4.2.2 mailbox full", "later", False),
    ],
)
def test_what_the_server_says_of_a_recipient_is_kept(mail: MailServer, refusal: str, state: str, gone: bool):
    mail.refuse = refusal
    answer = send("mail", outgoing(to="wang@example.com"))
    assert (answer.state, answer.to_gone) == (state, gone)
    assert answer.text == refusal
    mail.refuse = ""
    assert send("mail", outgoing("bill:2", to="li@example.com")).state == "accepted"


def test_a_letter_that_was_put_off_comes_later_under_its_name(mail: MailServer):
    mail.put_off = "451 4.7.1 greylisted, try again"
    assert send("mail", outgoing(to="wang@example.com")).state == "later"
    mail.put_off = ""
    assert send("mail", outgoing(to="wang@example.com")).state == "accepted"
    assert len(mail.letters) == 1


@pytest.mark.parametrize("address", ["", "wang", "王@example.com", "a@b\r\nBcc: c@d", "a b@example.com"])
def test_what_is_no_address_is_not_tried(mail: MailServer, address: str):
    answer = send("mail", outgoing(to=address))
    assert (answer.state, answer.to_gone) == ("failed", True)
    assert not mail.letters


def test_a_server_that_is_away_means_later_and_the_channel_says_why(mail: MailServer):
    mail.close()
    assert send("mail", outgoing(to="wang@example.com")).state == "later"
    with read() as db:
        channel = records.set_up(db, "mail")
    assert channel and channel.failed_at and "Refused" in channel.failure


def test_a_server_without_the_certificate_of_its_name_is_not_spoken_to(store: Store, mail_server: MailServer):
    """The test server speaks no TLS at all: what matters is that nothing goes out in plain instead."""
    from estate.channels import actions
    from estate.channels.rules_settings import Smtp
    from estate.data.store import System

    for security in ("tls", "starttls"):
        settings = Smtp(
            host="127.0.0.1", port=mail_server.port, security=security, from_address="a@b.example"
        )
        actions.set_up(settings, {"password": ""}, System("test"))
        actions.switch("mail", True, System("test"))
        assert send("mail", outgoing(to="wang@example.com")).state == "later"
    assert not mail_server.letters


def test_nothing_is_sent_while_the_channel_is_off(mail: MailServer):
    from estate.channels import actions
    from estate.data.store import System

    actions.switch("mail", False, System("test"))
    with actions.opened("mail") as channel:
        assert channel is None


def test_many_letters_go_through_one_connection(mail: MailServer, monkeypatch: pytest.MonkeyPatch):
    from estate.channels import actions

    opened: list[int] = []
    connect = socket.create_connection

    def counted(*arguments, **options):
        opened.append(1)
        return connect(*arguments, **options)

    monkeypatch.setattr(socket, "create_connection", counted)
    with actions.opened("mail") as channel:
        assert channel
        for number in range(5):
            channel.send(outgoing(f"bill:{number}", to="wang@example.com"))
    assert len(mail.letters) == 5
    assert len(opened) == 1
