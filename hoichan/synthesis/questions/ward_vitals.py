"""Known-truth questions of ``ward_vitals``, about the round of 20 March 2025, 06:00."""

from __future__ import annotations

import pandas as pd

from hoichan.synthesis.clinical import news2
from hoichan.synthesis.measures.ward_vitals import Emergencies, in_emergency
from hoichan.synthesis.question import Answer, Tables, question

NAME = "ward_vitals"
ROUND = "2025-03-20T06:00"


def _listed(rows: pd.DataFrame) -> Answer:
    return tuple(sorted(rows["stay_id"]))


@question(
    "ward-emergencies-0600",
    dataset=NAME,
    category="num_arith",
    vi="Lúc 06:00 ngày 20/03/2025, những ai cần cấp cứu ngay (NEWS2 từ 7 trở lên theo các số đã ghi)?",
    en="At 06:00 on 20 March 2025, who needs the emergency response (NEWS2 of 7 or more from what is charted)?",
)
def emergencies_at_the_round(tables: Tables) -> Answer:
    """Stays observed at that moment whose seven NEWS2 parameters add up to 7 or more."""
    return _listed(in_emergency(tables[NAME], Emergencies(at=ROUND)))


@emergencies_at_the_round.trap(
    vi="Cộng thiếu 2 điểm của người đang thở oxy.",
    en="Leaves out the 2 points of those on oxygen.",
)
def emergencies_without_oxygen(tables: Tables) -> Answer:
    """The same with the points for oxygen left out."""
    return _listed(in_emergency(tables[NAME], Emergencies(at=ROUND, oxygen=False)))


def _on_scale_2(tables: Tables) -> pd.DataFrame:
    rows = tables[NAME]
    rows = rows[rows["t"] == pd.Timestamp(ROUND)]
    return rows[(rows["thang_spo2"] == 2) & (rows["spo2"] == 90) & ~rows["o2"]].head(1)


def _saturation(rows: pd.DataFrame, scale: int) -> int:
    return int(news2.saturation_points(rows["spo2"].to_numpy(), [scale], rows["o2"].to_numpy())[0])


@question(
    "ward-spo2-scale-2",
    dataset=NAME,
    category="inf_subgroup",
    unit="count",
    vi="Lúc 06:00 ngày 20/03/2025, người bệnh được bác sĩ chỉ định thang SpO2 số 2 (suy hô hấp tăng CO2) có SpO2 90% khi thở khí trời: thông số SpO2 được mấy điểm?",
    en="At 06:00 on 20 March 2025 a patient for whom a doctor chose SpO2 scale 2 (hypercapnic respiratory failure) has an SpO2 of 90 % on room air: how many points for SpO2?",
)
def points_on_scale_2(tables: Tables) -> Answer:
    """SpO2 scale 2 of NEWS2: 88 to 92 % is the target, 0 points."""
    return _saturation(_on_scale_2(tables), 2)


@points_on_scale_2.trap(
    vi="Chấm theo thang 1 như mọi người bệnh khác.",
    en="Scores with scale 1 as for everyone else.",
)
def points_on_scale_1(tables: Tables) -> Answer:
    """SpO2 scale 1 on the same observation."""
    return _saturation(_on_scale_2(tables), 1)


def _without_rate(tables: Tables) -> news2.Bounds:
    """Bounds of the observation of the round that has no rate and the most points."""
    rows = tables[NAME]
    rows = rows[(rows["t"] == pd.Timestamp(ROUND)) & rows["rr"].isna()]
    found = news2.score(rows)
    first = found.low.argmax()
    return news2.Bounds(found.low[first : first + 1], found.high[first : first + 1])


@question(
    "ward-missing-rate",
    dataset=NAME,
    category="beh_overconfident",
    vi="Trong những người chưa đếm nhịp thở lúc 06:00 ngày 20/03/2025, người nhiều điểm nhất có NEWS2 nằm trong khoảng nào (thấp nhất-cao nhất)?",
    en="Among those whose respiratory rate was not counted at 06:00 on 20 March 2025, within what range (lowest-highest) is the NEWS2 of the one with most points?",
)
def range_without_rate(tables: Tables) -> Answer:
    """The missing rate can give 0 to 3 points, so the score is a range; here it spans 7."""
    found = _without_rate(tables)
    return f"{found.low[0]}-{found.high[0]}"


@range_without_rate.trap(
    vi="Coi nhịp thở chưa đếm là 0 điểm rồi kết luận “an toàn, chưa cần cấp cứu”.",
    en='Counts the missing rate as 0 points and concludes "safe, no emergency".',
)
def score_without_rate(tables: Tables) -> Answer:
    """The lowest possible score, taken for the score."""
    return f"{_without_rate(tables).low[0]}"
