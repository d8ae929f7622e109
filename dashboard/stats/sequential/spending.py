"""How much of alpha (or beta) may have been spent at an information fraction, by family.

Lan KKG, DeMets DL. Discrete sequential boundaries for clinical trials. Biometrika 1983;70:659-663.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from dashboard.errors import ChoiceError

Floats = NDArray[np.float64]
Parameter = float | tuple[float, ...] | None

USER_DEFINED = "user_defined"
"""The one family that is a list by look, not a function of information."""


def obrien_fleming(fraction: Floats, total: float) -> Floats:
    """2 - 2Φ(z / √t) with z = Φ⁻¹(1 - total/2): like O'Brien and Fleming's boundary (Lan & DeMets 1983, α₁*)."""
    with np.errstate(divide="ignore"):
        spent: Floats = 2 * special.ndtr(special.ndtri(total / 2) / np.sqrt(fraction))
    return spent


def pocock(fraction: Floats, total: float) -> Floats:
    """total · ln(1 + (e - 1)t): like Pocock's boundary (Lan & DeMets 1983, α₂*)."""
    return total * np.log1p((np.e - 1) * fraction)


def hwang_shih_decani(fraction: Floats, total: float, gamma: float) -> Floats:
    """total · (1 - e^(-γt)) / (1 - e^(-γ)), total · t for γ = 0 (Hwang, Shih & DeCani 1990, Stat Med 9:1439)."""
    if gamma == 0:
        return total * fraction
    spent: Floats = total * np.expm1(-gamma * fraction) / np.expm1(-gamma)
    return spent


def power(fraction: Floats, total: float, rho: float) -> Floats:
    """total · t^ρ (Kim & DeMets 1987, Biometrika 74:149)."""
    spent: Floats = total * fraction**rho
    return spent


@dataclass(frozen=True)
class Family:
    """A spending function, its name in words and, if it takes a parameter, its symbol and range."""

    words: str
    function: Callable[..., Floats]
    symbol: str = ""
    least: float = 0.0
    most: float = 0.0


SPENDING: Mapping[str, Family] = MappingProxyType(
    {
        "obrien_fleming": Family("Lan–DeMets spending of O'Brien–Fleming type", obrien_fleming),
        "pocock": Family("Lan–DeMets spending of Pocock type", pocock),
        "hwang_shih_decani": Family("Hwang–Shih–DeCani spending", hwang_shih_decani, "γ", -40, 40),
        "power": Family("power-family spending", power, "ρ", 0.1, 50),
    }
)
"""The families that are functions of the information fraction, by name."""


def spent(name: str, fraction: ArrayLike, total: float, parameter: Parameter = None) -> Floats:
    """Cumulative spending at each of the looks' information fractions (K), all of `total` from fraction 1 on.

    A user-defined list (`parameter`) counts looks, whatever their information, and is scaled to end at `total`;
    from its last look on everything is spent. Raises ChoiceError for a name or parameter there is not.
    """
    check(name, parameter)
    at = np.clip(np.asarray(fraction, dtype=float), 0.0, 1.0)
    if isinstance(parameter, tuple):
        listed = np.array(parameter) * (total / parameter[-1])
        return listed[np.minimum(np.arange(len(at)), len(listed) - 1)]
    given = () if parameter is None else (parameter,)
    return np.where(at < 1, SPENDING[name].function(at, total, *given), total)


def words(name: str, parameter: Parameter = None) -> str:
    """The family as it is read, with its parameter: "Hwang–Shih–DeCani spending (γ = -4)"."""
    if name == USER_DEFINED:
        return "spending listed by look"
    family = SPENDING[name]
    return f"{family.words} ({family.symbol} = {parameter:g})" if family.symbol else family.words


def check(name: str, parameter: Parameter) -> None:
    """Raises ChoiceError, saying what is possible, unless the name is known and takes this parameter."""
    if name == USER_DEFINED:
        _check_list(parameter)
        return
    if name not in SPENDING:
        raise ChoiceError(f"There is no spending {name!r}. Possible: {', '.join((*SPENDING, USER_DEFINED))}.")
    family = SPENDING[name]
    if not family.symbol:
        if parameter is not None:
            raise ChoiceError(f"Spending {name!r} takes no parameter. Leave it out.")
        return
    if not isinstance(parameter, (int, float)) or not family.least <= parameter <= family.most:
        raise ChoiceError(
            f"Spending {name!r} needs a parameter {family.symbol} "
            f"from {family.least:g} to {family.most:g}, not {parameter!r}."
        )


def _check_list(parameter: Parameter) -> None:
    listed = parameter if isinstance(parameter, tuple) else ()
    rising = all(0 <= a <= b for a, b in zip((0.0, *listed), listed, strict=False))
    if not listed or not rising or listed[-1] <= 0:
        raise ChoiceError(
            f"Spending {USER_DEFINED!r} needs the cumulative amounts by look, not falling and ending with the "
            f"whole, such as (0.001, 0.01, 0.025), not {parameter!r}."
        )
