"""Where a process keeps what it made; what was unused for longest gives way."""

import threading
from collections import OrderedDict
from typing import Any

KEPT = 1024
"""Answers a process keeps, over all sides; one takes about 20 kB."""

Key = tuple[str, ...]


class Shelf:
    """Keeps what was made last under its key; safe between threads."""

    def __init__(self, size: int = KEPT) -> None:
        self._kept: OrderedDict[Key, Any] = OrderedDict()
        self._size = size
        self._lock = threading.Lock()

    def get(self, key: Key) -> Any:
        """What is kept under a key, else None."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def put(self, key: Key, value: Any) -> None:
        """Keep a value; the one unused for longest goes when there is no room."""
        with self._lock:
            self._kept[key] = value
            self._kept.move_to_end(key)
            while len(self._kept) > self._size:
                self._kept.popitem(last=False)
