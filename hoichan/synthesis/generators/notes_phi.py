"""Generator of ``notes_phi``: short ward notes whose identifying details are known to the letter.

A note is put together from pieces, fixed text and filled slots, so that every gold span is where its
piece begins and ends, in the text exactly as stored (also where that is decomposed Unicode).
"""

from __future__ import annotations

import json
from typing import Any

import pandas as pd

from hoichan.data.catalog import folder
from hoichan.synthesis.authored import read_yaml
from hoichan.synthesis.draws import Draws
from hoichan.synthesis.generators.notes_phi_details import Details
from hoichan.synthesis.generators.notes_phi_params import NotesParams
from hoichan.synthesis.generators.notes_phi_text import joined, marked, pieces_of
from hoichan.synthesis.params import load_params

NAME = "notes_phi"
KINDS = ("nhap_vien", "ban_giao", "ra_vien", "tin_nhan")
HARD = ("nfd", "no_diacritics", "word_name", "all_caps", "child", "lot", "lab", "split_digits")


def params() -> NotesParams:
    """Parameters from the table's ``generator.yaml``."""
    return load_params(NAME, NotesParams)


def generate(seed: int) -> dict[str, pd.DataFrame]:
    """The table ``notes_phi``: 400 notes, then the controls."""
    p = params()
    templates = read_yaml(folder(NAME) / "templates.yaml")
    names = read_yaml(folder(NAME) / "names.yaml")
    cases = _hard_cases(p, Draws(seed, NAME, "hard"))
    rows = []
    for number in range(p.notes + p.controls):
        draws = Draws(seed, NAME, "note", str(number))
        control = number >= p.notes
        kind = KINDS[number % len(KINDS)]
        hard = frozenset(() if control else cases[number])
        if control:  # in turn, so that every ordinary word stands in some of them
            template = templates["doi_chung"][(number - p.notes) % len(templates["doi_chung"])]
        else:
            source = "quasi" if "quasi_only" in hard else kind
            template = _template(templates[source], templates["extra"], hard, draws)
        template, person = marked(template)
        details = Details(p, names, hard, draws, person)
        text, spans = joined(pieces_of(template, details), hard)
        facts: dict[str, Any] = details.facts | {"kho": sorted(hard)}
        rows.append(
            {
                "note_id": f"GC{number + 1:03d}",
                "loai": kind,
                "doi_chung": "true" if control else "false",
                "text": text,
                "phi_spans": _json(spans),
                "facts": _json(facts),
            }
        )
    return {NAME: pd.DataFrame(rows)}


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _hard_cases(p: NotesParams, draws: Draws) -> list[set[str]]:
    """Which hard cases each note has, in exact numbers; note 0 is always ``quasi_only``."""
    found: list[set[str]] = [set() for _ in range(p.notes)]
    order = [0] + [int(place) + 1 for place in draws.order(p.notes - 1)]
    quasi, rest = order[: p.quasi_only], order[p.quasi_only :]
    for place in quasi:
        found[place].add("quasi_only")
    # Decomposed text and text without accents exclude each other.
    forms = [int(place) for place in draws.order(len(rest))]
    both = p.hard["nfd"] + p.hard["no_diacritics"]
    for turn, place in enumerate(forms[:both]):
        found[rest[place]].add("nfd" if turn < p.hard["nfd"] else "no_diacritics")
    for name in HARD[2:]:
        for place in draws.order(len(rest))[: p.hard[name]]:
            found[rest[int(place)]].add(name)
    return found


def _template(
    templates: list[str], extra: dict[str, list[str]], hard: frozenset[str], draws: Draws
) -> str:
    """A template, and a sentence for each hard case that needs one."""
    if {"word_name", "all_caps"} & hard:
        templates = [each for each in templates if "<NAME>" in each]
    text = _any(templates, draws)
    for case in ("child", "lot", "lab"):
        if case in hard:
            text += " " + _any(extra[case], draws)
    if "split_digits" in hard and not any(
        f"<{slot}>" in text for slot in ("PHONE", "CCCD", "BHYT")
    ):
        text += " " + _any(extra["phone"], draws)
    return text


def _any(choices: list[str], draws: Draws) -> str:
    return choices[int(draws.integers(0, len(choices) - 1, 1)[0])]
