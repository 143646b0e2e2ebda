"""What a reader sees without reading: length, place, digits, hedges. Can it tell errors from truth?

Blueprint A.3 asks that errors cannot be told by their looks. A logistic regression is trained on the
surface of every unit as learners meet it and tried on the units of answers it has not seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from hoichan.schema.text import Lang

HEDGES: dict[Lang, tuple[str, ...]] = {
    "vi": ("có thể", "chưa", "có lẽ", "khoảng", "không nói được", "không đủ", "tuy"),
    "en": ("may", "might", "probably", "about", "cannot", "not enough", "perhaps", "though"),
}
CERTAIN: dict[Lang, tuple[str, ...]] = {
    "vi": ("chắc chắn", "rõ", "khẳng định", "đủ để", "chứng tỏ", "cho thấy", "hoàn toàn"),
    "en": ("certain", "clear", "sure", "enough to", "proves", "shows", "entirely"),
}
CAUSES: dict[Lang, tuple[str, ...]] = {
    "vi": ("nhờ", "do", "vì", "khiến", "nên", "nguyên nhân"),
    "en": ("thanks to", "because", "due to", "made", "so", "cause", "as"),
}
DENIES: dict[Lang, tuple[str, ...]] = {
    "vi": ("không", "chưa", "chẳng"),
    "en": ("not", "no", "never", "nothing", "none", "cannot"),
}
AGREES: dict[Lang, tuple[str, ...]] = {
    "vi": ("đúng vậy", "đúng như", "như anh/chị"),
    "en": ("as you say", "yes", "you are right"),
}
FOLDS = 5
LOOKS = (
    "length",
    "place",
    "ends",
    "digits",
    "numbers",
    "percent",
    "commas",
    "hedges",
    "certain",
    "causes",
    "denies",
    "agrees",
)
# What the course plan names. A model with more to look at can do worse on cases it has not seen,
# so that the full one staying at chance does not say that these four do.
NAMED = ("length", "place", "ends", "digits", "numbers", "hedges")


@dataclass(frozen=True)
class Seen:
    """One unit as a learner meets it; ``group`` is the case, so that a case is never learnt by heart."""

    group: str
    text: str
    place: float
    wrong: bool


def features(seen: Seen, lang: Lang) -> list[float]:
    """The surface of one unit, in the order of ``LOOKS``."""
    text = seen.text.lower()

    def count(words: tuple[str, ...]) -> int:
        return sum(len(re.findall(rf"(?<!\w){re.escape(word)}(?!\w)", text)) for word in words)

    return [
        len(text),
        seen.place,
        abs(seen.place - 0.5),
        len(re.findall(r"\d", text)),
        len(re.findall(r"\d[\d.,]*", text)),
        text.count("%") + text.count("‰"),
        text.count(",") + text.count(";"),
        *(count(words[lang]) for words in (HEDGES, CERTAIN, CAUSES, DENIES, AGREES)),
    ]


def auc(units: Iterable[Seen], lang: Lang, looks: Sequence[str] = LOOKS) -> float:
    """How well ``looks`` alone tell wrong units from true ones in cases not seen: 0.5 is chance."""
    seen = list(units)
    columns = [LOOKS.index(name) for name in looks]
    x = np.array([features(one, lang) for one in seen])[:, columns]
    y = np.array([one.wrong for one in seen])
    groups = np.array([one.group for one in seen])
    model = make_pipeline(StandardScaler(), LogisticRegression(class_weight="balanced"))
    folds = GroupKFold(n_splits=min(FOLDS, len(set(groups))))
    chance = cross_val_predict(model, x, y, groups=groups, cv=folds, method="predict_proba")[:, 1]
    return float(roc_auc_score(y, chance))


def averages(units: Iterable[Seen], lang: Lang) -> str:
    """The mean of every look for true and for wrong units: where an author has to even out."""
    seen = list(units)
    x = np.array([features(one, lang) for one in seen])
    y = np.array([one.wrong for one in seen])
    rows = zip(LOOKS, x[~y].mean(axis=0), x[y].mean(axis=0), strict=True)
    return "\n".join(f"{name}: true {true:.3f}, wrong {wrong:.3f}" for name, true, wrong in rows)
