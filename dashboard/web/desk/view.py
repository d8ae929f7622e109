"""One address of the desk, and who may ask for it."""

from collections.abc import Callable
from dataclasses import dataclass

from werkzeug.wrappers import Response as AnyResponse

from dashboard.records.roles import Permission, may
from dashboard.web.visitor import Visitor

ROOT = "/desk/"
STYLES = ("1-shell.css", "2-panel.css", "2-typed.css", "3-print.css")
"""The sheets of a side's pages, which the desk hands out itself: not everybody here enters a side."""
SHARED = frozenset({"/desk", ROOT, f"{ROOT}bootstrap.min.css", *(f"{ROOT}assets/{name}" for name in STYLES)})
"""What any signed-in account may ask for: the way to its first view, and the style sheets."""


@dataclass(frozen=True)
class View:
    """An address under /desk/; whoever lacks the permission is told that there is no such page.

    `title` lists it beside the pages, `side` keeps it for those who may also enter that side in this process.
    """

    path: str
    permission: Permission
    answer: Callable[..., AnyResponse]
    title: str = ""
    side: str = ""
    methods: tuple[str, ...] = ("GET",)

    @property
    def endpoint(self) -> str:
        """The name under which the server knows it."""
        return f"desk {'/'.join(self.methods)} {self.path}"

    def opens(self, visitor: Visitor) -> bool:
        """Whether a visitor may ask for it."""
        return may(visitor.account.role, self.permission) and (not self.side or self.side in visitor.sides)
