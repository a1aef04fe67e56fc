"""Signatures as minisign makes and checks them: Ed25519 over the BLAKE2b-512 digest of a file."""

from base64 import b64decode, b64encode
from hashlib import blake2b
from pathlib import Path

from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey, VerifyKey

TRUSTED = b"trusted comment: "
MAX_BYTES = 10_000
"""Of a file that is read at once. A key or a signature has some 300."""
PublicKey = tuple[bytes, VerifyKey]
"""The id of a publisher's key, and what checks its signatures."""
SecretKey = tuple[bytes, SigningKey]
"""The id of the same key, and what signs with it."""


def read_secret_key(path: Path) -> SecretKey:
    """A key that `minisign -G -W` wrote. Raises a ValueError with the reason if it cannot be used."""
    content = _decoded(path.read_bytes(), 1)
    if content[2:4] == b"Sc":
        raise ValueError(
            f"{path} is encrypted, and no password is asked for: make a key with `minisign -G -W`"
        )
    if len(content) != 158 or content[:4] != b"Ed\0\0":
        raise ValueError(f"{path} isn't a minisign secret key, or it is damaged")
    return content[54:62], SigningKey(content[62:94])


def read_public_key(key: str) -> PublicKey:
    """A public key, from its text or its file. Raises a ValueError with the reason if it is none."""
    is_text = key.startswith("RW") and len(key) == 56
    file = f"\n{key}".encode() if is_text else Path(key).read_bytes()
    content = _decoded(file, 1)
    if len(content) != 42 or content[:2] != b"Ed":
        raise ValueError(f"{key} isn't a minisign public key")
    return content[2:10], VerifyKey(content[10:])


def sign(content: bytes, key: SecretKey, comment: str) -> bytes:
    """The signature's file for this content and a comment, which is signed too."""
    id, signer = key
    trusted_comment = comment.encode()
    signature = signer.sign(blake2b(content).digest()).signature
    global_signature = signer.sign(signature + trusted_comment).signature
    lines = [
        b"untrusted comment: signature of the publisher",
        b64encode(b"ED" + id + signature),
        TRUSTED + trusted_comment,
        b64encode(global_signature),
        b"",
    ]
    return b"\n".join(lines)


def check(content: bytes, file: bytes, key: PublicKey) -> str:
    """The signed comment of a signature's file. Raises a ValueError with the reason if this key did not sign both."""
    id, verifier = key
    signature = _decoded(file, 1)
    global_signature = _decoded(file, 3)
    is_whole = len(signature) == 74 and len(global_signature) == 64
    if not is_whole or signature[:2] != b"ED":
        raise ValueError("isn't a minisign signature, or it is damaged.")
    if signature[2:10] != id:
        key_used = printed_id(signature[2:10])
        raise ValueError(f"was made with key {key_used}; the key you gave is {printed_id(id)}.")
    comment = file.splitlines()[2].removeprefix(TRUSTED)
    try:
        verifier.verify(blake2b(content).digest(), signature[10:])
        verifier.verify(signature[10:] + comment, global_signature)
    except BadSignatureError:
        raise ValueError(
            "does not fit: the list or the signature was changed after it was signed."
        ) from None
    return comment.decode("utf-8", "replace")


def printed_id(id: bytes) -> str:
    """A key's id as minisign prints it."""
    return id[::-1].hex().upper()


def _decoded(file: bytes, line: int) -> bytes:
    """What a line encodes in base64, or nothing."""
    try:
        return b64decode(file[:MAX_BYTES].splitlines()[line], validate=True)
    except (IndexError, ValueError):
        return b""
