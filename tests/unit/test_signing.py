"""Signatures: minisign's own, ours, and those that somebody tampered with."""

import shutil
import subprocess
from base64 import b64decode, b64encode
from pathlib import Path
from random import Random

import pytest

from tests.builds import with_damaged_byte
from toolkit.build.signing import check, read_public_key, read_secret_key, sign

LIST = b"hello\n"
SECRET = (
    "untrusted comment: minisign encrypted secret key\n"
    f"RWQAAEIy{'A' * 64}ghgRdUWW2v0UFuF+1YhoQDFJcx8IeQfRo/K1jhu9Zhyy"
    f"mHe2PnkTJj1uXBL+wtLz0pOm5MxTI5besd6MoSRaCz+NMk2rf4IQ{'A' * 43}="
)
"""Made for these tests, by `minisign -G -W`."""
PUBLIC = "RWSCGBF1RZba/T1uXBL+wtLz0pOm5MxTI5besd6MoSRaCz+NMk2rf4IQ"
SIGNATURE = b"""\
untrusted comment: signature from minisign secret key
RUSCGBF1RZba/YKQnpOUKmwGk9QEzeJ65RHO0ubDgGF3Ix81LQX9By2UfiFf43nWyIHd3ljDNzCs88zBDmbhkI4dAZg4qXoYaQ8=
trusted comment: edition 2026-11-27
b1B5IajX5xDvT8rEZ6tWC+vz+7/wUFOrSK4JhVCA2aJk3sa6LcSStf/leS6P3SMI5bd0vf8lBfrVeMd0M2XFAA==
"""
"""By minisign 0.12, of LIST."""
OTHER = "RWSZhhl//C0uQfHsAWuNylwlVI88gu7eDV8pvJ8zZEFyqyqBp1S6xPM1"
minisign = pytest.mark.skipif(not shutil.which("minisign"), reason="minisign is not installed")


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    (tmp_path / "secret.key").write_text(SECRET)
    return tmp_path / "secret.key"


def reason(content: bytes, signature: bytes, key: str = PUBLIC) -> str:
    with pytest.raises(ValueError) as refused:
        check(content, signature, read_public_key(key))
    return str(refused.value)


def test_a_signature_that_minisign_made_is_good() -> None:
    assert check(LIST, SIGNATURE, read_public_key(PUBLIC)) == "edition 2026-11-27"
    assert (
        check(LIST, SIGNATURE.replace(b"\n", b"\r\n"), read_public_key(PUBLIC))
        == "edition 2026-11-27"
    )


@minisign
def test_minisign_finds_our_signature_good(secret: Path) -> None:
    (secret.parent / "SHA256SUMS").write_bytes(LIST)
    (secret.parent / "SHA256SUMS.minisig").write_bytes(
        sign(LIST, read_secret_key(secret), "toolkit, edición de 2026")
    )
    command = ["minisign", "-V", "-m", "SHA256SUMS", "-P", PUBLIC]
    done = subprocess.run(command, cwd=secret.parent, capture_output=True, text=True, check=True)
    assert "Trusted comment: toolkit, edición de 2026" in done.stdout
    (secret.parent / "SHA256SUMS").write_bytes(LIST.upper())
    assert (
        subprocess.run(command, cwd=secret.parent, capture_output=True, check=False).returncode == 1
    )


@minisign
def test_a_key_and_a_signature_that_minisign_makes_today_are_read(tmp_path: Path) -> None:
    (tmp_path / "list").write_bytes(LIST)
    for command in ("-G -W -s secret.key -p minisign.pub", "-S -s secret.key -m list -t newest"):
        subprocess.run(
            ["minisign", *command.split()], cwd=tmp_path, capture_output=True, check=True
        )
    key = read_public_key(str(tmp_path / "minisign.pub"))
    assert check(LIST, (tmp_path / "list.minisig").read_bytes(), key) == "newest"
    assert check(LIST, sign(LIST, read_secret_key(tmp_path / "secret.key"), "ours"), key) == "ours"


def test_what_was_changed_after_it_was_signed_is_refused() -> None:
    fits_not = "does not fit: the list or the signature was changed after it was signed."
    assert reason(b"Hello\n", SIGNATURE) == fits_not
    assert reason(LIST, SIGNATURE.replace(b"edition 2026", b"edition 2027")) == fits_not


def test_no_flipped_byte_of_a_signature_is_accepted() -> None:
    chance, lines = Random(2), SIGNATURE.split(b"\n")
    for number in (1, 3):
        content = b64decode(lines[number])
        for _ in range(40):
            damaged = b64encode(with_damaged_byte(content, chance.randrange(len(content))))
            assert reason(LIST, b"\n".join([*lines[:number], damaged, *lines[number + 1 :]]))


def test_a_signature_of_another_key_is_said_to_be_so() -> None:
    assert (
        reason(LIST, SIGNATURE, OTHER)
        == "was made with key FDDA964575111882; the key you gave is 412E2DFC7F198699."
    )


@pytest.mark.parametrize(
    "damaged", [b"", b"\xff\n" * 4, SIGNATURE[:120], SIGNATURE[:-60], b"A" * 20_000, b"\n" * 9]
)
def test_a_damaged_signature_is_said_to_be_so(damaged: bytes) -> None:
    assert reason(LIST, damaged) == "isn't a minisign signature, or it is damaged."


def test_the_format_that_minisign_used_before_0_10_is_refused() -> None:
    lines = SIGNATURE.split(b"\n")
    lines[1] = b64encode(b"Ed" + b64decode(lines[1])[2:])
    assert reason(LIST, b"\n".join(lines)) == "isn't a minisign signature, or it is damaged."


def test_an_encrypted_secret_key_is_refused_with_the_reason(tmp_path: Path) -> None:
    (tmp_path / "secret.key").write_text(SECRET.replace("RWQAAEIy", "RWRTY0Iy"))
    with pytest.raises(
        ValueError, match=r"secret.key is encrypted, .* make a key with `minisign -G -W`"
    ):
        read_secret_key(tmp_path / "secret.key")


@pytest.mark.parametrize(
    "text", ["", "one line", f"comment\n{PUBLIC}\n", SECRET[:-30], SECRET + "AAAA"]
)
def test_a_file_that_is_no_secret_key_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "secret.key").write_text(text)
    with pytest.raises(ValueError, match="isn't a minisign secret key"):
        read_secret_key(tmp_path / "secret.key")


@pytest.mark.parametrize("text", ["", "one line", SECRET, "comment\nUldTQ0c=\n"])
def test_a_file_that_is_no_public_key_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "minisign.pub").write_text(text)
    with pytest.raises(ValueError, match="isn't a minisign public key"):
        read_public_key(str(tmp_path / "minisign.pub"))
