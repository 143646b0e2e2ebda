"""Scale: a dataset of K times the rows is K replicates, independent draws of the same small world.

Replicate 0 is the release itself; each is generated, written and dropped before the next, so memory
stays that of one. Identifiers repeat from replicate to replicate: the key is (``ban_sao``, key).
"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from hoichan.data.catalog import DataError, folder
from hoichan.synthesis.authored import read_yaml
from hoichan.synthesis.draws import SEED_STEP
from hoichan.synthesis.generators import GENERATORS

COLUMN = "ban_sao"


def released_seed(name: str) -> int:
    """The seed of the published dataset, from its ``generator.yaml``."""
    path = folder(name) / "generator.yaml"
    seed = (read_yaml(path) or {}).get("seed")
    if type(seed) is not int:
        raise DataError(f"{path}: thiếu “seed”.", f'{path}: "seed" is missing.')
    return seed


def replicate_seed(seed: int, number: int) -> int:
    """Seed of replicate ``number`` (from 0) of a build with ``seed``; replicate 0 has that seed."""
    return seed + number * SEED_STEP


def replicates(name: str, seed: int, scale: int) -> Iterator[dict[str, pd.DataFrame]]:
    """The tables of each of ``scale`` replicates of dataset ``name``, one replicate at a time.

    With more than one, each table starts with the column ``ban_sao``, the replicate's number.
    """
    for number in range(scale):
        tables = GENERATORS[name](replicate_seed(seed, number))
        if scale > 1:
            for table in tables.values():
                table.insert(0, COLUMN, number)
        yield tables
