"""The known-truth question of ``refs``."""

from __future__ import annotations

from datetime import date

from hoichan.synthesis.measures.refs import OneOnDay, is_valid
from hoichan.synthesis.question import Answer, Tables, question

NAME = "refs"
CARD, DAY = "HD002", date(2026, 7, 1)


@question(
    "refs-still-valid",
    dataset=NAME,
    category="src_stale",
    vi="AI dẫn hướng dẫn HD002 (bản 2) của Sở Y tế Sông Ngân: văn bản này còn hiệu lực ngày 01/07/2026 không?",
    en="An AI cites guideline HD002 (version 2) of the Sông Ngân health department: is it in force on 1 July 2026?",
)
def still_valid(tables: Tables) -> Answer:
    """The day lies between the first and the last day in force, both included."""
    return is_valid(tables[NAME], OneOnDay(ref_id=CARD, day=DAY))


@still_valid.trap(
    vi="Tìm thấy văn bản, đã có hiệu lực, nên dẫn luôn; không xem nó đã bị bản mới thay.",
    en="Finds the document, sees that it came into force, and cites it; never looks whether a newer one replaced it.",
)
def found_so_cited(tables: Tables) -> Answer:
    """In force once, read as in force still."""
    rows = tables[NAME]
    return bool(rows.loc[rows["ref_id"] == CARD, "hieu_luc_tu"].iloc[0].date() <= DAY)
