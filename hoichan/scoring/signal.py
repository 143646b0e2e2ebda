"""Rule C2: signal detection, for analytics only; it never gives points.

Rates get a log-linear correction in proportion to the share of signal and noise trials, so that
"flags all" and "flags none" both have d' = 0 also when errors are rare.
Source: course blueprint C2, after Hautus (1995), whose rule is the case of equal trial numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

MIN_SIGNAL = 8
MIN_NOISE = 24
_Z = NormalDist().inv_cdf


@dataclass(frozen=True)
class SignalDetection:
    """Corrected hit and false-alarm rates, sensitivity d' and criterion c (> 0: trusting)."""

    hit_rate: float
    false_alarm_rate: float
    d_prime: float
    criterion: float


def signal_detection(hits: int, false_alarms: int, n_signal: int, n_noise: int) -> SignalDetection:
    """Compute d' and c from counts.

    Raises:
        ValueError: no signal or no noise trials, or counts outside their range.
    """
    if n_signal < 1 or n_noise < 1:
        msg = "signal detection needs at least one error and one true unit"
        raise ValueError(msg)
    if not (0 <= hits <= n_signal and 0 <= false_alarms <= n_noise):
        msg = f"counts out of range: {hits}/{n_signal} hits, {false_alarms}/{n_noise} false alarms"
        raise ValueError(msg)
    total = n_signal + n_noise
    signal_share, noise_share = n_signal / total, n_noise / total
    hit_rate = (hits + signal_share) / (n_signal + 2 * signal_share)
    fa_rate = (false_alarms + noise_share) / (n_noise + 2 * noise_share)
    z_hit, z_fa = _Z(hit_rate), _Z(fa_rate)
    return SignalDetection(hit_rate, fa_rate, z_hit - z_fa, -0.5 * (z_hit + z_fa))


def reportable(n_signal: int, n_noise: int) -> bool:
    """Whether there are enough trials to show d' to a person (8 errors, 24 true units)."""
    return n_signal >= MIN_SIGNAL and n_noise >= MIN_NOISE
