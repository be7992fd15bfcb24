"""Web Push: the sealed payload (RFC 8291 on RFC 8188) and the sender's name (VAPID, RFC 8292). Pure.

Written on `cryptography`, which Estate has anyway: pywebpush brings aiohttp and requests with it, and http-ece comes
only as a source archive. The worked example of RFC 8291, section 5 and appendix A, is a test.
"""

import hashlib
import json
import os
import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime, timedelta
from ipaddress import ip_address
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

RECORD = 4096
MOST = 3000
"""Bytes of a payload that every push service takes."""


def encode(raw: bytes) -> str:
    """base64url without padding, as all of Web Push writes it."""
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def decode(text: str) -> bytes:
    """Undo `encode`; ValueError when it is none."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def new_private_key() -> str:
    """A private key of this office (P-256), 32 bytes as text."""
    return encode(ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value.to_bytes(32, "big"))


def public_key(private: str) -> str:
    """The public half of a private key, as the browser's `applicationServerKey`."""
    return encode(_point(_private(private).public_key()))


def sealed(
    payload: bytes, p256dh: str, auth: str, *, salt: bytes | None = None, private: str | None = None
) -> bytes:
    """The payload for one device, which only that device can read. salt, private: of the example; else new ones."""
    salt = salt or os.urandom(16)
    own = _private(private or new_private_key())
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), decode(p256dh))
    info = b"WebPush: info\0" + _point(theirs) + _point(own.public_key())
    secret = _derive(decode(auth), own.exchange(ec.ECDH(), theirs), info, 32)
    key = _derive(salt, secret, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _derive(salt, secret, b"Content-Encoding: nonce\0", 12)
    head = salt + struct.pack(">IB", RECORD, 65) + _point(own.public_key())
    return head + AESGCM(key).encrypt(nonce, payload + b"\x02", None)


def vapid(endpoint: str, private: str, contact: str, at: datetime) -> str:
    """The Authorization header for a push service: who sends, signed, good for half a day. contact: mailto: or https:."""
    parts = urlsplit(endpoint)
    claims = {
        "aud": f"{parts.scheme}://{parts.netloc}",
        "exp": int((at + timedelta(hours=12)).timestamp()),
        "sub": contact,
    }
    token = ".".join(encode(json.dumps(one).encode()) for one in ({"typ": "JWT", "alg": "ES256"}, claims))
    r, s = decode_dss_signature(_private(private).sign(token.encode(), ec.ECDSA(hashes.SHA256())))
    signature = encode(r.to_bytes(32, "big") + s.to_bytes(32, "big"))
    return f"vapid t={token}.{signature}, k={public_key(private)}"


def topic(key: str) -> str:
    """The name under which a push service and a device replace a message by itself: two of one key are one."""
    return encode(hashlib.sha256(key.encode()).digest())[:32]


def payload(title: str, text: str, link: str, key: str) -> bytes:
    """What the service worker reads; a long text is cut, for the whole stands in the inbox."""
    while True:
        body = json.dumps(
            {"title": title, "body": text, "link": link, "tag": topic(key)}, ensure_ascii=False
        ).encode()
        if len(body) <= MOST or not text:
            return body
        text = text[: max(0, len(text) - (len(body) - MOST) // 3 - 8)]


def good_endpoint(endpoint: str) -> bool:
    """Whether a browser may have been given this address by a push service of the internet.

    The office sends requests there: not to a machine of its own network because somebody's browser says so.
    """
    parts = urlsplit(endpoint)
    host = parts.hostname or ""
    try:
        ip_address(host)
    except ValueError:
        public = "." in host and not host.endswith(
            (".local", ".lan", ".internal", ".localhost", ".home.arpa")
        )
    else:
        public = False
    return parts.scheme == "https" and public and parts.port in (None, 443) and not parts.username


def good_keys(p256dh: str, auth: str) -> bool:
    """Whether these are a point of the curve and a secret of 16 bytes."""
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), decode(p256dh))
        return len(decode(auth)) == 16
    except ValueError:
        return False


def _derive(salt: bytes, secret: bytes, info: bytes, length: int) -> bytes:
    return HKDF(hashes.SHA256(), length, salt, info).derive(secret)


def _private(text: str) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(decode(text), "big"), ec.SECP256R1())


def _point(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
