"""Estimated glomerular filtration rate: the CKD-EPI creatinine equation of 2021, without race.

Source: Inker et al., New England Journal of Medicine 2021;385:1737-1749.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

UMOL_PER_MG_DL = 88.4  # µmol/L of creatinine in 1 mg/dL


def egfr(creatinine_umol: ArrayLike, age: ArrayLike, female: ArrayLike) -> NDArray[np.float64]:
    """eGFR in mL/min/1.73 m² of adults; creatinine in µmol/L, age in years, ``female`` true or false.

    Raises:
        ValueError: an age below 18 or a creatinine that is not above 0: the equation does not hold.
    """
    serum = np.asarray(creatinine_umol, dtype=np.float64) / UMOL_PER_MG_DL
    years = np.asarray(age, dtype=np.float64)
    woman = np.asarray(female, dtype=bool)
    if not bool((serum > 0).all()) or not bool((years >= 18).all()):
        msg = "CKD-EPI 2021 needs a creatinine above 0 and an age of 18 years or more"
        raise ValueError(msg)
    ratio = serum / np.where(woman, 0.7, 0.9)
    low = np.minimum(ratio, 1.0) ** np.where(woman, -0.241, -0.302)
    high = np.maximum(ratio, 1.0) ** -1.200
    return np.asarray(142 * low * high * 0.9938**years * np.where(woman, 1.012, 1.0))
