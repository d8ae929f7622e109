"""Tiles: one number with its words, and what stands below it."""

from collections.abc import Mapping

from dashboard.figures import theme, words
from dashboard.figures.kinds import Sentence


def tile(title: str, value: str, *detail: str) -> Sentence:
    """A tile: what it is, its value, and lines below."""
    return Sentence(title, value, tuple(line for line in detail if line))


def of(title: str, n: int, total: int, *detail: str) -> Sentence:
    """A count of a total as a percentage, with n/N as the first line below; a dash when nothing is due."""
    below = f"{n} / {total}" if total else "none due so far"
    return tile(title, words.share(n, total), below, *detail)


def by_arm(title: str, counts: Mapping[str, tuple[int, int]], *detail: str) -> Sentence:
    """A total over arms, with each arm's n/N below (n alone is the value where there is one arm)."""
    total = sum(n for n, _ in counts.values())
    return tile(title, str(total), arms(counts), *detail)


def arms(counts: Mapping[str, tuple[int, int]]) -> str:
    """Each arm's n/N behind its mark: ● A 3 / 42   □ B 4 / 43."""
    if len(counts) == 1:
        n, size = next(iter(counts.values()))
        return f"{words.count(n, 'participant')} of {size}"
    return "   ".join(f"{theme.arm(arm).mark} {n} / {size}" for arm, (n, size) in counts.items())


def since(title: str, now: int, before: int | None, noun: str, plural: str = "") -> Sentence:
    """What is new since the previous extract; without one, the count so far."""
    if before is None:
        return tile(title, _counted(now, noun, plural), "no earlier extract to compare with")
    change = now - before
    sign = "+" if change > 0 else words.MINUS if change < 0 else ""
    return tile(title, f"{sign}{_counted(abs(change), noun, plural)}", f"{before} → {now}")


def _counted(n: int, noun: str, plural: str) -> str:
    """A tile's value is a number, also of nothing: 0 deaths."""
    return f"{n} {noun if n == 1 else plural or f'{noun}s'}"
