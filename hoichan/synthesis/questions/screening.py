"""Known-truth questions of ``screening``."""

from __future__ import annotations

import pandas as pd

from hoichan.synthesis.measures.screening import Of, false_positives_per_1000, quality
from hoichan.synthesis.question import Answer, Tables, question
from hoichan.synthesis.registry import divide

NAME = "screening"


def _tuberculosis(tables: Tables) -> pd.DataFrame:
    rows = tables[NAME]
    return rows[rows["chuong_trinh"] == "lao_xq"]


@question(
    "screening-positive-means",
    dataset=NAME,
    category="num_denominator",
    unit="percent",
    vi="Người tầm soát lao có X-quang dương tính thì xác suất mắc lao là bao nhiêu?",
    en="How probable is tuberculosis in a person whose screening X-ray is positive?",
)
def positive_means(tables: Tables) -> Answer:
    """Ill persons among those with a positive test: the positive predictive value."""
    rows = _tuberculosis(tables)
    positive = rows[rows["test_pos"]]
    return divide(int(positive["gold_pos"].sum()), len(positive))


@positive_means.trap(
    vi="Đọc độ nhạy thay cho giá trị dự báo dương.",
    en="Quotes the sensitivity for the positive predictive value.",
)
def quoted_sensitivity(tables: Tables) -> Answer:
    """The test's sensitivity."""
    return quality(tables[NAME], "lao_xq")[0]


@question(
    "screening-false-positives",
    dataset=NAME,
    category="num_denominator",
    unit="persons",
    vi="Cứ 1.000 người tầm soát lao thì có bao nhiêu người dương tính giả?",
    en="Of 1,000 persons screened for tuberculosis, how many are false positives?",
)
def false_positives(tables: Tables) -> Answer:
    """Positive and not ill, among all screened: (1 - specificity)(1 - prevalence) x 1,000."""
    return false_positives_per_1000(tables[NAME], Of(programme="lao_xq"))


@false_positives.trap(
    vi="Hiểu 5% (1 trừ độ đặc hiệu) là 5% của những người dương tính.",
    en="Takes 5 % (1 minus specificity) for 5 % of those with a positive test.",
)
def five_percent_of_positives(tables: Tables) -> Answer:
    """1 - specificity of the positive tests for every 1,000 screened."""
    rows = _tuberculosis(tables)
    positive = 1000 * divide(int(rows["test_pos"].sum()), len(rows))
    return (1 - quality(tables[NAME], "lao_xq")[1]) * positive
