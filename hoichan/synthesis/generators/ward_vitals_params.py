"""Parameters of ``ward_vitals``: the model of its ``generator.yaml``."""

from __future__ import annotations

from datetime import date, datetime

from hoichan.synthesis.params import Params

Range = tuple[float, float]


class Ages(Params):
    """Weights of bands of age, years."""

    weights: tuple[float, ...]
    bands: tuple[tuple[int, int], ...]


class Sign(Params):
    """A vital sign: baseline, noise of its AR(1) series, limits of baseline and chart."""

    mean: float
    age_slope: float
    spread: float
    noise: float
    range: Range
    chart: Range


class SecondScale(Params):
    """SpO2 of stays on scale 2, %."""

    mean: float
    spread: float
    noise: float
    on_oxygen: float


class Worst(Params):
    """How far each sign moves from its baseline at the worst of a deterioration."""

    rr: Range
    spo2: Range
    hats: Range
    mach: Range
    nhiet: Range


class Deterioration(Params):
    """Course of a deterioration, in observations and shares of the way."""

    onset: tuple[int, int]
    lasts: tuple[int, int]
    rate_done: float
    worst: Worst
    oxygen_from: float
    oxygen_lift: float
    confused: float
    drowsy: float
    recovery: float
    at_call: dict[str, int]


class Rate(Params):
    """What is wrong with the charted respiratory rate."""

    missing: float
    copied: float
    copied_value: int
    hours: dict[str, float]
    staff_weight: float
    copying_staff: int


class RoundParams(Params):
    """The planted round: its moment and how many stays take which part."""

    moment: datetime
    present: int
    emergencies: int
    emergencies_by_oxygen: int
    open: int
    scale_2: int
    scale_2_spo2: int

    def wanted(self) -> dict[str, int]:
        """Number of stays by part; those without a planted case are ``other``."""
        parts = {
            "emergency": self.emergencies,
            "by_oxygen": self.emergencies_by_oxygen,
            "open": self.open,
            "scale_2": self.scale_2,
        }
        return parts | {"other": self.present - sum(parts.values())}


class WardParams(Params):
    """All parameters of ``ward_vitals``."""

    seed: int
    first_day: date
    days: int
    hours_between: int
    stays: int
    observations: int
    ages: Ages
    deteriorating: float
    scale_2: float
    oxygen: dict[str, float]
    carry: float
    signs: dict[str, Sign]
    spo2_scale_2: SecondScale
    deterioration: Deterioration
    rate: Rate
    staff: int
    round: RoundParams

    @property
    def first_hour(self) -> int:
        """Hour of the first observation of a day; 06:00 is one of its hours."""
        return 6 % self.hours_between

    def round_slot(self) -> int:
        """Number of the round's observation since the first one of the first day."""
        day = (self.round.moment.date() - self.first_day).days
        return (day * 24 + self.round.moment.hour - self.first_hour) // self.hours_between
