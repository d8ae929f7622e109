"""Envelopes: bytes that only a key opens, bound to what they are and where they belong.

AES-256-GCM (NIST SP 800-38D). The name of the file, the store and the protocol are authenticated with the
bytes, so an envelope moved, renamed or exchanged for another does not open. Contents are padded to a power of
two, so a size on disk tells little.
"""

import hashlib
import hmac
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from dashboard import keyfile
from dashboard.errors import ExtractError

MAGIC = b"DSMB-ENVELOPE-1 "
_NONCE_BYTES = 12
_LENGTH_BYTES = 8
_SMALLEST = 64 * 1024


def seal(content: bytes, key: bytes, *, name: str, store: str, protocol: str) -> bytes:
    """`content` in an envelope for the file `name` of `store`; the nonce is random."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    plain = len(content).to_bytes(_LENGTH_BYTES, "big") + content
    padded = plain.ljust(max(_SMALLEST, 1 << (len(plain) - 1).bit_length()), b"\0")
    return _head(protocol) + nonce + AESGCM(key).encrypt(nonce, padded, _bound(name, store, protocol))


def unseal(sealed: bytes, key: bytes, *, name: str, store: str, protocol: str) -> bytes:
    """The content of an envelope; raises ExtractError naming the file if key, name or bytes do not fit."""
    head = _head(protocol)
    body = sealed[len(head) :]
    try:
        if not sealed.startswith(head):
            raise InvalidTag
        padded = AESGCM(key).decrypt(body[:_NONCE_BYTES], body[_NONCE_BYTES:], _bound(name, store, protocol))
    except (InvalidTag, ValueError):
        raise ExtractError(
            f"{store}/{name}: does not open. Either the key is not the one it was sealed with, "
            "or the file was changed, renamed or exchanged since."
        ) from None
    length = int.from_bytes(padded[:_LENGTH_BYTES], "big")
    return padded[_LENGTH_BYTES : _LENGTH_BYTES + length]


def protocol_of(sealed: bytes, name: str) -> str:
    """The protocol an envelope says it belongs to: readable without a key, believed only once it opens."""
    head, _, _ = sealed[:1024].partition(b"\n")
    if not head.startswith(MAGIC):
        raise ExtractError(f"{name}: not an envelope of this program; lock the extract again.")
    return head.removeprefix(MAGIC).decode(errors="replace")


def _head(protocol: str) -> bytes:
    return MAGIC + protocol.encode() + b"\n"


def _bound(name: str, store: str, protocol: str) -> bytes:
    return "\0".join((name, store, protocol)).encode()


def store_key(folder: Path, text: str = "") -> bytes:
    """The key of sealed stores: `text` (the setting DSMB_STORE_KEY) if given, else `store.key` in the folder."""
    return keyfile.parse(text, "DSMB_STORE_KEY") if text else keyfile.read(folder / "store.key", "DSMB_STORE_KEY")


def pseudonym(identifier: str, key: bytes, store: str) -> str:
    """A participant's name in a store: HMAC-SHA-256 of store and identifier, 128 bits in hexadecimal.

    Stable across extracts, different between stores, not to be guessed without the key.
    """
    return hmac.new(key, f"{store}\0{identifier}".encode(), hashlib.sha256).hexdigest()[:32]
