"""The office's own certificate authority, and the server certificate that it signs for the local network.

Both lie in `tls/` of the data folder; the keys are readable to the office's account alone. A tablet that has taken the
authority's certificate in trusts every server certificate that follows, so those may be short and renew themselves.
"""

import os
import re
import socket
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from pathlib import Path
from typing import Any, NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from estate.data import clock
from estate.web.lan import lan_address

AUTHORITY_LASTS = timedelta(days=3652)
SERVER_LASTS = timedelta(days=397)  # browsers refuse longer ones: CA/Browser Forum, 398 days
RENEW_BEFORE = timedelta(days=30)
BACK = timedelta(days=2)  # a tablet's clock may be behind

# What the authority may vouch for, whoever gets hold of its key: this machine and private networks, no site of the internet.
PRIVATE = tuple(
    ip_network(net)
    for net in (
        "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "169.254.0.0/16", "127.0.0.0/8",
        "fc00::/7", "fe80::/10", "::1/128",
    )
)  # fmt: skip
LOCAL_NAMES = ("localhost", "local", "lan", "home.arpa")

Address = IPv4Address | IPv6Address


class Names(NamedTuple):
    """How browsers may address this machine."""

    hosts: tuple[str, ...]
    addresses: tuple[Address, ...]


class Files(NamedTuple):
    """A certificate with its key, as the server reads them."""

    certificate: Path
    key: Path


def names() -> Names:
    """This machine's names and addresses in the local network as they are now; nothing is sent to find them."""
    hosts = ["localhost"]
    own = socket.gethostname().lower()
    found = {ip_address("127.0.0.1"), ip_address("::1"), ip_address(lan_address())}
    if re.fullmatch(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?", own) and own != "localhost":
        hosts += [own, f"{own}.local"]
    try:
        known = socket.getaddrinfo(own, None)
    except (OSError, UnicodeError):
        known = []
    found |= {ip_address(str(one[4][0]).split("%")[0]) for one in known}
    return Names(tuple(hosts), tuple(sorted(found, key=lambda one: (one.version, int(one)))))


def keep(folder: Path, wanted: Names) -> bool:
    """See that a server certificate for these names lies in the folder, valid for a while; whether it was made anew."""
    files = server_files(folder)
    authority = keep_authority(folder, wanted)
    if _fit(files):
        present = _read(files.certificate)
        signed = present.issuer == authority.subject and _signed_by(present, authority)
        fresh = present.not_valid_after_utc - clock.now() > _renewal_of(authority)
        if signed and fresh and _names_in(present) == _allowed(wanted, authority):
            return False
    _make_server(folder, authority, wanted)
    return True


def keep_authority(folder: Path, wanted: Names) -> x509.Certificate:
    """The authority's certificate, made on the first demand and again when its ten years are over."""
    files = _authority_files(folder)
    if _fit(files):
        present = _read(files.certificate)
        if present.not_valid_after_utc > clock.now():
            return present
    return _make_authority(files, wanted)


def authority(folder: Path) -> x509.Certificate | None:
    """The authority's certificate, where there is one already."""
    path = _authority_files(folder).certificate
    return _read(path) if path.is_file() else None


def server_files(folder: Path) -> Files:
    return Files(folder / "tls" / "server.pem", folder / "tls" / "server.key")


def fingerprint(certificate: x509.Certificate) -> str:
    """SHA-256 in pairs of digits, as tablets show it beside a certificate."""
    return certificate.fingerprint(hashes.SHA256()).hex(":").upper()


def der(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.DER)


def ends(path: Path) -> datetime:
    """When the certificate in a file ends."""
    return _read(path).not_valid_after_utc


def _authority_files(folder: Path) -> Files:
    return Files(folder / "tls" / "authority.pem", folder / "tls" / "authority.key")


def _make_authority(files: Files, wanted: Names) -> x509.Certificate:
    key, now = ec.generate_private_key(ec.SECP256R1()), clock.now()
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.COMMON_NAME, f"Estate {socket.gethostname()[:40]}"),
            x509.NameAttribute(NameOID.SERIAL_NUMBER, f"{now:%Y%m%d%H%M%S}"),  # one machine, several folders
        ]
    )
    networks = [x509.IPAddress(net) for net in (*PRIVATE, *_outside(wanted.addresses))]
    domains = [x509.DNSName(name) for name in dict.fromkeys((*LOCAL_NAMES, *wanted.hosts))]
    usage = x509.KeyUsage(
        digital_signature=False, content_commitment=False, key_encipherment=False, data_encipherment=False,
        key_agreement=False, key_cert_sign=True, crl_sign=True, encipher_only=False, decipher_only=False,
    )  # fmt: skip
    certificate = (
        _builder(subject, subject, key.public_key(), now, now + AUTHORITY_LASTS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.NameConstraints([*networks, *domains], None), critical=True)
        .sign(key, hashes.SHA256())
    )
    _keep_pair(files, key, [certificate])
    return certificate


def _make_server(folder: Path, authority: x509.Certificate, wanted: Names) -> None:
    signer = _key(_authority_files(folder).key)
    key, now = ec.generate_private_key(ec.SECP256R1()), clock.now()
    allowed = _allowed(wanted, authority)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, allowed.hosts[-1][:64])])
    until = min(now - BACK + SERVER_LASTS, authority.not_valid_after_utc)
    said = [*map(x509.DNSName, allowed.hosts), *map(x509.IPAddress, allowed.addresses)]
    usage = x509.KeyUsage(
        digital_signature=True, content_commitment=False, key_encipherment=False, data_encipherment=False,
        key_agreement=False, key_cert_sign=False, crl_sign=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip
    certificate = (
        _builder(subject, authority.subject, key.public_key(), now, until)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName(said), critical=False)
        .add_extension(_key_of(authority), critical=False)
        .sign(signer, hashes.SHA256())
    )
    _keep_pair(server_files(folder), key, [certificate, authority])


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, now: datetime, until: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - BACK)
        .not_valid_after(until)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _allowed(wanted: Names, authority: x509.Certificate) -> Names:
    """Of the names those that this authority may sign: the machine may have got others since it was made."""
    permitted = (
        authority.extensions.get_extension_for_class(x509.NameConstraints).value.permitted_subtrees or []
    )
    networks = [one.value for one in permitted if isinstance(one, x509.IPAddress)]
    domains = [one.value for one in permitted if isinstance(one, x509.DNSName)]
    return Names(
        tuple(
            host for host in wanted.hosts if any(host == one or host.endswith(f".{one}") for one in domains)
        ),
        tuple(
            one
            for one in wanted.addresses
            if any(not isinstance(net, IPv4Address | IPv6Address) and one in net for net in networks)
        ),
    )


def _names_in(certificate: x509.Certificate) -> Names:
    said = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    addresses = said.get_values_for_type(x509.IPAddress)
    return Names(
        tuple(said.get_values_for_type(x509.DNSName)),
        tuple(one for one in addresses if isinstance(one, IPv4Address | IPv6Address)),
    )


def _outside(addresses: Iterable[Address]) -> list[Any]:
    """Networks of one address each for those that are not private: some campuses give every desk a public one."""
    return [ip_network(one) for one in addresses if not any(one in net for net in PRIVATE)]


def _renewal_of(authority: x509.Certificate) -> timedelta:
    """How long before its end a server certificate is renewed; one that ends with the authority gains nothing by it."""
    left = authority.not_valid_after_utc - clock.now()
    return RENEW_BEFORE if left > RENEW_BEFORE else timedelta(0)


def _fit(files: Files) -> bool:
    """Whether both files are there and belong together; a power cut may have parted them."""
    if not (files.certificate.is_file() and files.key.is_file()):
        return False
    return _key(files.key).public_key() == _read(files.certificate).public_key()


def _key(path: Path) -> ec.EllipticCurvePrivateKey:
    key = serialization.load_pem_private_key(path.read_bytes(), None)
    assert isinstance(key, ec.EllipticCurvePrivateKey), path
    return key


def _signed_by(certificate: x509.Certificate, authority: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(authority)
    except Exception:  # cryptography names three kinds; for each the answer is to sign anew
        return False
    return True


def _key_of(authority: x509.Certificate) -> x509.AuthorityKeyIdentifier:
    own = authority.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    return x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(own)


def _keep_pair(files: Files, key: ec.EllipticCurvePrivateKey, chain: list[x509.Certificate]) -> None:
    """Write key and certificates beside their places, then put them there: each file is the old one or the new."""
    files.key.parent.mkdir(0o700, parents=True, exist_ok=True)
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    public = b"".join(one.public_bytes(serialization.Encoding.PEM) for one in chain)
    for path, content in ((files.key, secret), (files.certificate, public)):
        fresh = path.with_suffix(".new")
        fresh.unlink(missing_ok=True)
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)


@lru_cache(maxsize=16)
def _parsed(content: bytes) -> x509.Certificate:
    return x509.load_pem_x509_certificate(content)


def _read(path: Path) -> x509.Certificate:
    return _parsed(path.read_bytes())
