"""The same statistic for every arm, and comparisons of each two arms."""

import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Generic, Protocol, TypeVar

import numpy as np
import pandas as pd

from dashboard.errors import QueryError, SourceError


class Result(Protocol):
    """What a statistic returns: numbers that can be shown as a table."""

    def table(self) -> pd.DataFrame:
        """The numbers as a tidy table, in words a reader knows."""
        ...


EVERYONE = "All participants"
"""What all arms together are called; also the one arm of a store outside the sealed one."""

R = TypeVar("R", bound=Result)
D = TypeVar("D", bound=Result)


@dataclass(frozen=True, eq=False)
class ByArm(Generic[R]):
    """A result per arm, in the order of the arms; an arm without rows has its result of nothing."""

    results: dict[str, R]

    def table(self) -> pd.DataFrame:
        """The arms' tables one under the other, the arm in the first column."""
        return _stacked("Arm", self.results)


@dataclass(frozen=True, eq=False)
class BetweenArms(Generic[D]):
    """A comparison for each two arms, keyed "B − A": the later arm minus the earlier. Empty with one arm."""

    results: dict[str, D]

    def table(self) -> pd.DataFrame:
        """The comparisons' tables one under the other, the two arms in the first column."""
        return _stacked("Arms", self.results)


@dataclass(frozen=True, eq=False)
class WithDifferences(Generic[R, D]):
    """A result per arm and, beside them, a comparison of each two."""

    arms: ByArm[R]
    between: BetweenArms[D]

    def table(self) -> pd.DataFrame:
        """The arms' rows, then those of each two arms, named by them ("B − A") in the same first column."""
        both = (self.arms.table(), self.between.table().rename(columns={"Arms": "Arm"}))
        return pd.concat([table for table in both if len(table)], ignore_index=True)


def by_arm(stat: Callable[..., R]) -> Callable[..., ByArm[R]]:
    """`stat` of each arm's rows: a callable (arm, **columns) that returns a `ByArm`.

    `arm` is a pandas Categorical; its categories are walked, never the values present. Arrays among the
    keywords are columns and are cut to the arm's rows; anything else (landmarks, a filter's value) is handed
    on as it is. The callable's signature is `arm` and the keywords of `stat`.
    Raises QueryError if `arm` is no Categorical, SourceError if a row has no arm.
    """

    def each(arm: pd.Categorical, **keywords: Any) -> ByArm[R]:
        codes = arm_codes(arm)
        return ByArm(
            {
                str(name): stat(**{k: v[codes == code] if _is_column(v) else v for k, v in keywords.items()})
                for code, name in enumerate(arm.categories)
            }
        )

    _declare(each, stat)
    return each


def together(stat: Callable[..., R]) -> Callable[..., ByArm[R]]:
    """`stat` of all rows, whatever their arm: a callable like that of `by_arm`, with one result."""

    def all_rows(arm: pd.Categorical, **keywords: Any) -> ByArm[R]:
        return ByArm({EVERYONE: stat(**keywords)})

    _declare(all_rows, stat)
    return all_rows


def between_arms(stat: Callable[..., R], compare: Callable[[R, R], D]) -> Callable[..., BetweenArms[D]]:
    """`compare(earlier, later)` of each two arms' `stat`: a callable like that of `by_arm`.

    With letters the order says nothing of who is treated: every pair, later letter minus earlier.
    """
    both = with_differences(stat, compare)

    def each_pair(arm: pd.Categorical, **keywords: Any) -> BetweenArms[D]:
        return both(arm, **keywords).between

    _declare(each_pair, stat)
    return each_pair


def with_differences(stat: Callable[..., R], compare: Callable[[R, R], D]) -> Callable[..., WithDifferences[R, D]]:
    """`stat` of every arm and `compare(earlier, later)` of each two: a callable like that of `by_arm`."""
    arms = by_arm(stat)

    def each(arm: pd.Categorical, **keywords: Any) -> WithDifferences[R, D]:
        found = arms(arm, **keywords)
        of = found.results
        return WithDifferences(found, BetweenArms({name: compare(of[a], of[b]) for name, a, b in pairs(tuple(of))}))

    _declare(each, stat)
    return each


def of_two_arms(stat: Callable[..., D]) -> Callable[..., BetweenArms[D]]:
    """`stat` of each two arms' rows together: a callable like that of `by_arm`, for models of both arms at once.

    `stat` gets the columns cut to the two arms, and as `group` a Categorical of these two, the earlier first.
    """

    def each_pair(arm: pd.Categorical, **keywords: Any) -> BetweenArms[D]:
        codes, names = arm_codes(arm), [str(name) for name in arm.categories]
        results = {}
        for name, earlier, later in pairs(names):
            here = np.isin(codes, (names.index(earlier), names.index(later)))
            second = (codes[here] == names.index(later)).astype(int)
            group = pd.Categorical.from_codes(second, [earlier, later])  # type: ignore[arg-type]  # stubs want Index
            results[name] = stat(group=group, **{k: v[here] if _is_column(v) else v for k, v in keywords.items()})
        return BetweenArms(results)

    _declare(each_pair, stat, given="group")
    return each_pair


def pairs(arms: Sequence[str]) -> tuple[tuple[str, str, str], ...]:
    """Each two arms as (title, earlier, later); the title of ("A", "B") is "B − A"."""
    return tuple((f"{later} − {earlier}", earlier, later) for earlier, later in combinations(arms, 2))


def arm_codes(arm: pd.Categorical) -> "np.ndarray[Any, np.dtype[Any]]":
    """Each row's position among the arms; raises as `by_arm` does."""
    if not isinstance(arm, pd.Categorical):
        raise QueryError(
            f"arm: expected a Categorical of the store's arms, got {type(arm).__name__}. Ask through the door, "
            "which keeps the arms that have no rows."
        )
    codes = np.asarray(arm.codes)
    if (missing := int((codes < 0).sum())) > 0:
        raise SourceError(f"arm: {missing} of {len(codes)} rows have no arm. Correct the source and lock again.")
    return codes


def _is_column(value: Any) -> bool:
    return isinstance(value, np.ndarray | pd.api.extensions.ExtensionArray)


def _declare(callable_: Callable[..., Any], stat: Callable[..., Any], given: str = "") -> None:
    """Show `arm` and the keywords of `stat` in the signature, less the one `given`, so that filters find them."""
    kind = inspect.Parameter.KEYWORD_ONLY
    inner = [p.replace(kind=kind) for name, p in inspect.signature(stat).parameters.items() if name != given]
    arm = inspect.Parameter("arm", inspect.Parameter.POSITIONAL_OR_KEYWORD)
    callable_.__signature__ = inspect.Signature([arm, *inner])  # type: ignore[attr-defined]  # what inspect looks for
    callable_.__wrapped__ = stat  # type: ignore[attr-defined]  # the same
    callable_.__doc__ = stat.__doc__


def _stacked(title: str, results: "dict[str, R]") -> pd.DataFrame:
    tables = []
    for name, result in results.items():
        table = result.table()
        table.insert(0, title, name)
        tables.append(table)
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame({title: []})
