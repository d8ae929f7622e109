"""Where labels stand so that none covers another."""

from collections.abc import Sequence


def spread(targets: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Places as near the targets as can be (least squares), `gap` apart, between `low` and `high`; same order.

    Neighbours that would touch move apart around their common middle (pool adjacent violators on
    targets less rank x gap). When `high - low` cannot hold them, they start at `low` and go beyond `high`.
    """
    order = sorted(range(len(targets)), key=lambda i: (targets[i], i))
    pools: list[tuple[float, int]] = []
    for rank, i in enumerate(order):
        pools.append((targets[i] - rank * gap, 1))
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            (mean, many), (last, few) = pools[-2], pools[-1]
            pools[-2:] = [((mean * many + last * few) / (many + few), many + few)]
    free = [mean for mean, many in pools for _ in range(many)]
    ceiling = high - (len(order) - 1) * gap
    placed = [max(low, min(place, ceiling)) + rank * gap for rank, place in enumerate(free)]
    result = [0.0] * len(order)
    for place, i in zip(placed, order, strict=True):
        result[i] = place
    return result


def ticks(until: float, candidates: Sequence[int], nearest: float = 0.06) -> list[int]:
    """Of the candidates up to `until`, those no nearer to the one before than a share of the axis."""
    kept: list[int] = []
    for tick in candidates:
        if tick <= until and (not kept or tick - kept[-1] >= nearest * until):
            kept.append(tick)
    return kept


def top(value: float, steps: Sequence[float]) -> float:
    """The first of the ascending steps that is at least `value`; the last if none is."""
    return next((step for step in steps if step >= value), steps[-1])
