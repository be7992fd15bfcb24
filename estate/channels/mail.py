"""E-mail over SMTP: UTF-8, a Message-ID made of the delivery's key, so that mailboxes drop a second one."""

import hashlib
import re
import smtplib
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from estate.channels.channel import Answer, Code, File, Outgoing
from estate.channels.rules_settings import Smtp
from estate.channels.wire import NotSent, Unknown, trust
from estate.data import clock, files

TIMEOUT = 30.0
ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")
"""RFC 5322's dot-atom, in ASCII: what every mail server takes."""


class Mail:
    """One connection to the mail server, opened for the first message and kept for those that follow."""

    code: Code = "mail"
    name = "smtp"
    once = True  # the Message-ID stays: RFC 5321, section 4.5.4.1, asks for this resend
    can_ask = False
    grace = timedelta()

    def __init__(self, settings: Smtp, password: str, timeout: float = TIMEOUT) -> None:
        self._settings = settings
        self._password = password
        self._timeout = timeout
        self._server: smtplib.SMTP | None = None

    def deliver(self, outgoing: Outgoing, handed: Callable[[], None]) -> Answer:
        """Hand it to the mail server; what that refuses for good has failed, what it puts off comes later."""
        if not ADDRESS.fullmatch(outgoing.to):
            return Answer("failed", None, f"no address: {outgoing.to}", to_gone=True)
        message = composed(outgoing, self._settings)
        server = self._connected()
        try:
            return self._said(server, outgoing, message, handed)
        except smtplib.SMTPServerDisconnected as error:
            self.close()
            raise NotSent(str(error)) from error
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            raise Unknown(_text(error)) from error

    def ask(self, outgoing: Outgoing, handed_at: str | None, provider_id: str | None) -> Answer | None:
        """A mail server tells nothing afterwards."""
        return None

    def close(self) -> None:
        if self._server:
            with suppress(smtplib.SMTPException, OSError):
                self._server.quit()
            self._server = None

    def _said(
        self, server: smtplib.SMTP, outgoing: Outgoing, message: bytes, handed: Callable[[], None]
    ) -> Answer:
        for code, words in (server.mail(self._settings.from_address), server.rcpt(outgoing.to)):
            if code >= 400:
                server.rset()
                return _refused(code, words)
        handed()
        try:
            code, words = server.data(message)
        except smtplib.SMTPServerDisconnected as error:
            self.close()
            raise Unknown(str(error)) from error
        except smtplib.SMTPDataError as error:
            code, words = error.smtp_code, _bytes(error.smtp_error)
        if code >= 400:
            server.rset()
            return _refused(code, words)
        return Answer("accepted", message_id(outgoing.key, self._settings), f"{code} {_words(words)}")

    def _connected(self) -> smtplib.SMTP:
        if self._server:
            with suppress(smtplib.SMTPException, OSError):
                if self._server.noop()[0] == 250:
                    return self._server
            self.close()
        try:
            self._server = self._opened()
        except (OSError, smtplib.SMTPException) as error:
            raise NotSent(_text(error)) from error
        return self._server

    def _opened(self) -> smtplib.SMTP:
        at = self._settings
        if at.security == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(at.host, at.port, timeout=self._timeout, context=trust())
        else:
            server = smtplib.SMTP(at.host, at.port, timeout=self._timeout)
        try:
            if at.security == "starttls":
                server.starttls(context=trust())
            if at.user:
                server.login(at.user, self._password)
            server.ehlo_or_helo_if_needed()
        except (OSError, smtplib.SMTPException):
            server.close()
            raise
        return server


def message_id(key: str, settings: Smtp) -> str:
    """The same for the same key, whenever and however often it is sent."""
    domain = settings.from_address.rpartition("@")[2]
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:40]}@{domain}>"


def composed(outgoing: Outgoing, settings: Smtp) -> bytes:
    """The message as it goes over the wire."""
    made = EmailMessage(policy=SMTP)
    user, _at, domain = settings.from_address.rpartition("@")
    made["From"] = Address(settings.from_name, user, domain)
    to_user, _at, to_domain = outgoing.to.rpartition("@")
    made["To"] = Address("", to_user, to_domain)
    made["Subject"] = " ".join(outgoing.subject.split())
    made["Date"] = format_datetime(clock.now())
    made["Message-ID"] = message_id(outgoing.key, settings)
    made["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office answers
    made.set_content(outgoing.text, charset="utf-8", cte="base64")
    if outgoing.file:
        _attach(made, outgoing.file)
    return made.as_bytes()


def _attach(made: EmailMessage, file: File) -> None:
    main, _slash, sub = file.media_type.partition("/")
    content = files.path_of(file.sha256).read_bytes()
    made.add_attachment(content, maintype=main, subtype=sub or "octet-stream", filename=file.name)


def _refused(code: int, words: bytes) -> Answer:
    """5.1.1 and the like: nobody has this mailbox. 4xx: later."""
    said = _words(words)
    gone = code in (550, 551, 553) and said.startswith(("5.1.1", "5.1.2", "5.1.6", "5.1.10"))
    return Answer("failed" if code >= 500 else "later", None, f"{code} {said}", to_gone=gone)


def _text(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {_words(_bytes(error.smtp_error))}"
    return f"{type(error).__name__}: {error}".rstrip(": ")


def _bytes(words: bytes | str) -> bytes:
    return words.encode() if isinstance(words, str) else words


def _words(words: bytes) -> str:
    return words.decode("utf-8", "replace").replace("\n", " ")
