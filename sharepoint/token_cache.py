"""The encrypted cache of sign-ins: the system's keychain where there is one, else an encrypted file."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Final

from cryptography.fernet import Fernet, InvalidToken
from msal_extensions import PersistedTokenCache, build_encrypted_persistence
from msal_extensions.persistence import BasePersistence, PersistenceNotFound

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
    temporary = path.with_name(f"{path.name}.{os.getpid()}.new")
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
        return given.encode()
    path = folder / "token.key"
    if not path.exists():
        write_private(path, Fernet.generate_key())
    return path.read_bytes()


def token_cache(folder: Path) -> Any:
    """The token cache of this user, in the given folder of settings, as msal takes it."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        persistence = build_encrypted_persistence(str(folder / "tokens.bin"))
    except (ImportError, RuntimeError):  # no libsecret on a headless Linux
        persistence = EncryptedFile(folder / "tokens.bin", key_of(folder))
    return PersistedTokenCache(persistence)
