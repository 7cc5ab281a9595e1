"""The encrypted cache of sign-ins: the system's keychain where there is one, else an encrypted file."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

from cryptography.fernet import Fernet, InvalidToken
from msal_extensions import PersistedTokenCache, build_encrypted_persistence
from msal_extensions.persistence import BasePersistence, PersistenceNotFound

from sharepoint.errors import SharePointError

KEY_VARIABLE: Final = "PMO_TOKEN_KEY"


class EncryptedFile(BasePersistence):  # type: ignore[misc]  # msal-extensions ships no types
    """A file encrypted with Fernet, for computers without a keychain; readable by its owner only."""

    is_encrypted = True

    def __init__(self, path: Path, key: bytes) -> None:
        self._path = path
        self._fernet = Fernet(key)

    def save(self, content: str) -> None:
        """Write the cache in one step: a run that is killed leaves the old one."""
        write_private(self._path, self._fernet.encrypt(content.encode()))

    def load(self) -> str:
        """The cache; one that another key wrote counts as none, so that people sign in again."""
        try:
            return self._fernet.decrypt(self._path.read_bytes()).decode()
        except (FileNotFoundError, InvalidToken):
            raise PersistenceNotFound(location=str(self._path)) from None

    def time_last_modified(self) -> float:
        """When the cache was last written."""
        try:
            return self._path.stat().st_mtime
        except FileNotFoundError:
            raise PersistenceNotFound(location=str(self._path)) from None

    def get_location(self) -> str:
        """The file."""
        return str(self._path)


def write_private(path: Path, content: bytes) -> None:
    """Write a file that only its owner can read, in one step."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    temporary = path.with_name(f"{path.name}.{uuid4().hex[:8]}.new")
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)


def key_of(folder: Path) -> bytes:
    """The key of the encrypted file: from the environment, else from a key file made at the first use."""
    given = os.environ.get(KEY_VARIABLE)
    if given:
        return _sound(given.encode(), KEY_VARIABLE)
    path = folder / "token.key"
    if not path.exists():
        fresh = path.with_name(f"{path.name}.{uuid4().hex}.first")
        write_private(fresh, Fernet.generate_key())
        with suppress(FileExistsError):  # of two processes that start together, both use the key of the first
            os.link(fresh, path)
        fresh.unlink()
    return _sound(path.read_bytes(), str(path))


def _sound(key: bytes, where: str) -> bytes:
    try:
        Fernet(key)
    except ValueError:
        raise SharePointError(
            f"{where} does not hold a key of 32 bytes in URL-safe base64",
            next_step="Remove it, and sign in again; a new key is made.",
        ) from None
    return key


def token_cache(folder: Path) -> Any:
    """The token cache of this user, in the given folder of settings, as msal takes it."""
    return PersistedTokenCache(_persistence(folder))


def kept_in(folder: Path) -> str:
    """Where this user's sign-ins are kept, in words."""
    if not isinstance(_persistence(folder), EncryptedFile):
        return "the system's keychain"
    key = KEY_VARIABLE if os.environ.get(KEY_VARIABLE) else f"the key in {folder / 'token.key'}"
    return f"{folder / 'tokens.bin'}, encrypted with {key}"


def _persistence(folder: Path) -> BasePersistence:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        return build_encrypted_persistence(str(folder / "tokens.bin"))
    except (ImportError, RuntimeError):  # no libsecret on a headless Linux
        return EncryptedFile(folder / "tokens.bin", key_of(folder))
