"""Files that are never on a disk: how decrypted tables go into DuckDB, and a store's tables come out of it."""

from datetime import datetime
from io import BytesIO
from typing import Any
from uuid import uuid4

from fsspec import AbstractFileSystem


class MemoryFiles(AbstractFileSystem):  # type: ignore[misc]  # fsspec has no types
    """Files in this object's memory alone, which DuckDB reads and writes as `<protocol>://<name>`.

    fsspec's own file system in memory is one for the whole process: a store's tables could be read there by another.
    """

    cachable = False

    def __init__(self) -> None:
        super().__init__()
        self.protocol = f"files{uuid4().hex}"
        self.files: dict[str, bytes] = {}

    def address(self, name: str) -> str:
        """What DuckDB calls the file."""
        return f"{self.protocol}://{name}"

    def _key(self, path: str) -> str:
        return path.split("://", 1)[-1]

    def info(self, path: str, **_: Any) -> dict[str, Any]:
        """Size of a file; FileNotFoundError if there is none of that name."""
        key = self._key(path)
        if key not in self.files:
            raise FileNotFoundError(key)
        return {"name": key, "size": len(self.files[key]), "type": "file"}

    def glob(self, path: str, **_: Any) -> list[str]:
        """The file itself: names are not patterns."""
        return [self._key(path)] if self._key(path) in self.files else []

    def modified(self, path: str) -> datetime:
        """Always the same: these files live for one reading."""
        self.info(path)
        return datetime(2000, 1, 1)

    def _open(self, path: str, mode: str = "rb", *_: Any, **__: Any) -> BytesIO:
        key = self._key(path)
        if "w" in mode:
            return _Written(self.files, key)
        self.info(path)
        return BytesIO(self.files[key])


class _Written(BytesIO):
    """A file being written, kept when it is closed."""

    def __init__(self, files: dict[str, bytes], key: str) -> None:
        super().__init__()
        self._files, self._key = files, key

    def close(self) -> None:
        if not self.closed:
            self._files[self._key] = self.getvalue()
        super().close()
