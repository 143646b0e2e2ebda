"""Tables behind the cohort report. Pure: rows in, DataFrames out; written and read as CSV."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from hoichan.schema.report import GradeRecord
from hoichan_grader.outcomes import Outcome, Trust, judge
from hoichan_grader.roster import Learner

if TYPE_CHECKING:  # the report's kernel reads the tables only and need not load nbgrader
    from hoichan_grader.gradebook import FinalScore

LEARNER_COLUMNS = (
    "learner", "name", "group", "points", "max_points", "share", "penalty", "minutes_late",
    "needs_look", "errors", "hits", "true", "false_alarms", "hit_rate", "false_alarm_rate",
    "d_prime", "criterion", "trust",
)  # fmt: skip
OUTCOME_COLUMNS = (
    "learner", "task", "kind", "uid", "source", "vi", "en", "is_error", "flagged", "foil",
    "category", "given",
)  # fmt: skip
FINDING_COLUMNS = ("learner", "name", "code", "needs_look", "vi", "en")
NOT_FOUND = "-"
NO_CATEGORY = "?"


def learner_table(
    records: Mapping[str, GradeRecord],
    rows: Iterable[Outcome],
    scores: Mapping[str, Mapping[str, FinalScore]],
    roster: Mapping[str, Learner],
) -> pd.DataFrame:
    """One row a graded learner: points (after lateness), counts, rates, d' and c, kind of trust.

    Rates are shares 0..1 of this learner's own statements; d' and c stand only where rule C2
    allows them (8 errors, 24 true statements).
    """
    by_learner: dict[str, list[Outcome]] = {}
    for row in rows:
        by_learner.setdefault(row.learner, []).append(row)
    table = []
    for name, record in records.items():
        counts = judge(by_learner.get(name, ()))
        signal = counts.signal
        final = scores.get(name, {})
        earned = sum(
            final[task.task].score if task.task in final else task.points for task in record.tasks
        )
        most = sum(task.max_points for task in record.tasks)
        points = max(0.0, earned - record.penalty)
        known = roster.get(name)
        table.append(
            (
                name,
                known.name if known and known.name else name,
                known.group if known else "",
                points,
                most,
                points / most if most else 0.0,
                record.penalty,
                record.seconds_late / 60,
                record.needs_look,
                counts.errors,
                counts.hits,
                counts.true,
                counts.false_alarms,
                counts.hits / counts.errors if counts.errors else None,
                counts.false_alarms / counts.true if counts.true else None,
                signal.d_prime if signal else None,
                signal.criterion if signal else None,
                str(counts.trust),
            )
        )
    return pd.DataFrame(table, columns=list(LEARNER_COLUMNS))


def outcome_table(rows: Iterable[Outcome]) -> pd.DataFrame:
    """One row a judged statement."""
    table = [
        (
            row.learner, row.task, row.kind, row.uid, row.source, *_words(row),
            row.is_error, row.flagged, row.foil, str(row.category or ""), str(row.given or ""),
        )
        for row in rows
    ]  # fmt: skip
    return pd.DataFrame(table, columns=list(OUTCOME_COLUMNS))


def _words(row: Outcome) -> tuple[str, str]:
    """The statement; a line of a "what is missing?" list is told apart from one that is there."""
    if row.kind == "missing":
        return f"Thiếu: {row.text.vi}", f"Left out: {row.text.en}"
    return row.text.vi, row.text.en


def finding_table(
    records: Mapping[str, GradeRecord], roster: Mapping[str, Learner]
) -> pd.DataFrame:
    """One row a finding, those that need a look first."""
    table = [
        (
            name,
            roster[name].name if name in roster and roster[name].name else name,
            one.code,
            one.needs_look,
            one.text.vi,
            one.text.en,
        )
        for name, record in records.items()
        for one in record.findings
    ]
    frame = pd.DataFrame(table, columns=list(FINDING_COLUMNS))
    return frame.sort_values(["needs_look", "learner"], ascending=[False, True], kind="stable")


def most_missed(outcomes: pd.DataFrame, least: int = 3, top: int = 10) -> pd.DataFrame:
    """Planted errors by the share of learners who missed them.

    Columns ``source, vi, en, category, n, missed, share``; only errors that at least ``least``
    learners had, the ``top`` most missed.
    """
    return _ranking(outcomes[outcomes["is_error"]], ~outcomes["flagged"], "missed", least, top)


def most_falsely_flagged(outcomes: pd.DataFrame, least: int = 3, top: int = 10) -> pd.DataFrame:
    """True statements by the share of learners who called them wrong; columns as above."""
    return _ranking(outcomes[~outcomes["is_error"]], outcomes["flagged"], "flagged", least, top)


def _ranking(
    rows: pd.DataFrame, counted: pd.Series, name: str, least: int, top: int
) -> pd.DataFrame:
    columns = ["source", "vi", "en", "category", "foil", "n", name, "share"]
    if rows.empty:
        return pd.DataFrame(columns=columns)
    marked = rows.assign(counted=counted.loc[rows.index].astype(int))
    grouped = marked.groupby("source", sort=True).agg(
        vi=("vi", "first"),
        en=("en", "first"),
        category=("category", "first"),
        foil=("foil", "first"),
        n=("learner", "nunique"),
        count=("counted", "sum"),
    )
    ranked = grouped.reset_index().rename(columns={"count": name})
    ranked["share"] = ranked[name] / ranked["n"]
    ranked = ranked[(ranked["n"] >= least) & (ranked[name] > 0)]
    ranked = ranked.sort_values(["share", "n", "source"], ascending=[False, False, True])
    return ranked[columns].head(top).reset_index(drop=True)


def confusion(outcomes: pd.DataFrame) -> pd.DataFrame:
    """Planted category (rows) against the category given (columns), counts of planted units.

    ``NOT_FOUND`` counts errors that were not marked, ``NO_CATEGORY`` marks without a category.
    """
    errors = outcomes[outcomes["is_error"] & (outcomes["kind"] == "unit")]
    if errors.empty:
        return pd.DataFrame()
    given = errors["given"].where(errors["given"] != "", NO_CATEGORY)
    given = given.where(errors["flagged"], NOT_FOUND)
    table = pd.crosstab(errors["category"], given)
    named = sorted(column for column in table.columns if column not in (NOT_FOUND, NO_CATEGORY))
    last = [column for column in (NO_CATEGORY, NOT_FOUND) if column in table.columns]
    return table[named + last]


def trust_counts(learners: pd.DataFrame) -> pd.Series:
    """How many learners fall into each kind of trust, in a fixed order."""
    counts = learners["trust"].value_counts()
    return counts.reindex([str(kind) for kind in Trust], fill_value=0)


def write_tables(folder: Path, tables: Mapping[str, pd.DataFrame]) -> None:
    """Write each table as ``<name>.csv``."""
    for name, table in tables.items():
        table.to_csv(folder / f"{name}.csv", index=False, encoding="utf-8")


def read_table(folder: Path, name: str, text: Sequence[str] = ()) -> pd.DataFrame:
    """Read a table; columns in ``text`` are text also where they are empty."""
    table = pd.read_csv(folder / f"{name}.csv", encoding="utf-8", dtype=dict.fromkeys(text, str))
    return table.fillna(dict.fromkeys(text, ""))
