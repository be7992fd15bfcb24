"""The office's authority: what it may vouch for, how long, and when certificates are made anew."""

from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
import time_machine
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from cryptography.x509.verification import PolicyBuilder, Store, VerificationError

from estate.data import clock
from estate.tablets import authority
from estate.tablets.authority import Names

OFFICE = Names(
    ("localhost", "front-desk", "front-desk.local"), (ip_address("127.0.0.1"), ip_address("192.168.1.5"))
)


def server_chain(folder: Path) -> list[x509.Certificate]:
    return x509.load_pem_x509_certificates(authority.server_files(folder).certificate.read_bytes())


def trusts(folder: Path, name: str) -> bool:
    """Whether a strict verifier with the office's authority alone accepts the server under this name."""
    own = authority.authority(folder)
    assert own
    leaf, *rest = server_chain(folder)
    policy = PolicyBuilder().store(Store([own])).time(clock.now())
    try:
        address = ip_address(name)
    except ValueError:
        verifier = policy.build_server_verifier(x509.DNSName(name))
    else:
        verifier = policy.build_server_verifier(x509.IPAddress(address))
    try:
        verifier.verify(leaf, rest)
    except VerificationError:
        return False
    return True


@pytest.mark.parametrize("name", ["192.168.1.5", "127.0.0.1", "localhost", "front-desk", "front-desk.local"])
def test_a_device_with_the_authority_trusts_every_name_of_the_office(tmp_path: Path, name: str) -> None:
    authority.keep(tmp_path, OFFICE)
    assert trusts(tmp_path, name)
    assert not trusts(tmp_path, "192.168.1.6")


def test_the_authority_signs_servers_only_and_for_private_networks_only(tmp_path: Path) -> None:
    made = authority.keep_authority(tmp_path, OFFICE)
    basic = made.extensions.get_extension_for_class(x509.BasicConstraints)
    assert basic.critical and basic.value.ca and basic.value.path_length == 0
    limits = made.extensions.get_extension_for_class(x509.NameConstraints)
    assert limits.critical
    named = {one.value for one in limits.value.permitted_subtrees or [] if isinstance(one, x509.DNSName)}
    assert named == {"localhost", "local", "lan", "home.arpa", "front-desk", "front-desk.local"}
    authority.keep(tmp_path, OFFICE._replace(hosts=("bank.example.com", "localhost")))
    assert (
        server_chain(tmp_path)[0]
        .extensions.get_extension_for_class(x509.SubjectAlternativeName)
        .value.get_values_for_type(x509.DNSName)
    ) == ["localhost"]
    assert made.not_valid_after_utc - made.not_valid_before_utc < timedelta(days=3660)


def test_a_stolen_key_vouches_for_no_site_of_the_internet(tmp_path: Path) -> None:
    """Whoever signs bank.example.com with the authority's key is believed by no verifier."""
    authority.keep(tmp_path, OFFICE)
    own = authority.authority(tmp_path)
    assert own
    signer = authority._key(tmp_path / "tls" / "authority.key")  # pyright: ignore[reportPrivateUsage]
    key = ec.generate_private_key(ec.SECP256R1())
    forged = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "bank")]))
        .issuer_name(own.subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(clock.now() - timedelta(days=1))
        .not_valid_after(clock.now() + timedelta(days=90))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("bank.example.com")]), critical=False)
        .sign(signer, authority.hashes.SHA256())
    )
    policy = PolicyBuilder().store(Store([own])).time(clock.now())
    with pytest.raises(VerificationError):
        policy.build_server_verifier(x509.DNSName("bank.example.com")).verify(forged, [])


def test_a_server_certificate_is_one_that_browsers_accept(tmp_path: Path) -> None:
    authority.keep(tmp_path, OFFICE)
    leaf = server_chain(tmp_path)[0]
    assert leaf.not_valid_after_utc - leaf.not_valid_before_utc <= timedelta(days=398)
    assert leaf.not_valid_before_utc < clock.now()


def test_keys_are_readable_to_the_office_alone(tmp_path: Path) -> None:
    authority.keep(tmp_path, OFFICE)
    assert {path.name: path.stat().st_mode & 0o777 for path in (tmp_path / "tls").iterdir()} == {
        "authority.key": 0o600,
        "authority.pem": 0o600,
        "server.key": 0o600,
        "server.pem": 0o600,
    }


def test_it_is_renewed_before_its_end_and_the_authority_stays(tmp_path: Path) -> None:
    assert authority.keep(tmp_path, OFFICE)
    assert not authority.keep(tmp_path, OFFICE)
    own = authority.authority(tmp_path)
    with time_machine.travel(clock.now() + timedelta(days=360)):
        assert not authority.keep(tmp_path, OFFICE)
    with time_machine.travel(clock.now() + timedelta(days=370)):
        assert authority.keep(tmp_path, OFFICE)
        assert not authority.keep(tmp_path, OFFICE)
        assert trusts(tmp_path, "192.168.1.5")
    assert authority.authority(tmp_path) == own


def test_another_address_gets_a_certificate_of_its_own(tmp_path: Path) -> None:
    authority.keep(tmp_path, OFFICE)
    own = authority.authority(tmp_path)
    moved = OFFICE._replace(addresses=(ip_address("127.0.0.1"), ip_address("10.0.0.9")))
    assert authority.keep(tmp_path, moved)
    assert trusts(tmp_path, "10.0.0.9") and not trusts(tmp_path, "192.168.1.5")
    assert authority.authority(tmp_path) == own


def test_after_ten_years_there_is_another_authority(tmp_path: Path) -> None:
    authority.keep(tmp_path, OFFICE)
    own = authority.authority(tmp_path)
    with time_machine.travel(clock.now() + timedelta(days=3645)):  # its last week
        authority.keep(tmp_path, OFFICE)
        assert not authority.keep(tmp_path, OFFICE)
        assert authority.authority(tmp_path) == own and trusts(tmp_path, "192.168.1.5")
    with time_machine.travel(clock.now() + timedelta(days=3653)):
        assert authority.keep(tmp_path, OFFICE)
        assert authority.authority(tmp_path) != own and trusts(tmp_path, "192.168.1.5")


@pytest.mark.parametrize("lost", ["server.key", "server.pem", "authority.key"])
def test_a_file_that_was_lost_is_made_anew(tmp_path: Path, lost: str) -> None:
    authority.keep(tmp_path, OFFICE)
    (tmp_path / "tls" / lost).unlink()
    assert authority.keep(tmp_path, OFFICE)
    assert trusts(tmp_path, "192.168.1.5")


def test_a_key_of_another_certificate_is_not_used(tmp_path: Path) -> None:
    """As after a power cut between the two files."""
    authority.keep(tmp_path, OFFICE)
    files = authority.server_files(tmp_path)
    old = files.key.read_bytes()
    files.certificate.unlink()
    authority.keep(tmp_path, OFFICE)
    files.key.write_bytes(old)
    assert authority.keep(tmp_path, OFFICE)


def test_this_machine_knows_its_own_names() -> None:
    own = authority.names()
    assert "localhost" in own.hosts and ip_address("127.0.0.1") in own.addresses
    assert all(name.isascii() for name in own.hosts)
