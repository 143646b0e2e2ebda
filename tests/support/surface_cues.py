"""What a reader sees without reading: length, place, digits, hedges. Can it tell errors from truth?

Blueprint A.3 asks that errors cannot be told by their looks. A logistic regression is trained on the
surface of every unit as learners meet it and tried on the units of answers it has not seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
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


@dataclass(frozen=True)
class Seen:
    """One unit as a learner meets it; ``group`` is the case, so that a case is never learnt by heart."""

    group: str
    text: str
    place: float
    wrong: bool


def features(seen: Seen, lang: Lang) -> list[float]:
    """Length, place and its ends, digits, words of hedging, certainty, cause, denial and agreement."""
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


def auc(units: Iterable[Seen], lang: Lang) -> float:
    """How well the surface alone tells wrong units from true ones in cases not seen: 0.5 is chance."""
    seen = list(units)
    x = np.array([features(one, lang) for one in seen])
    y = np.array([one.wrong for one in seen])
    groups = np.array([one.group for one in seen])
    model = make_pipeline(StandardScaler(), LogisticRegression(class_weight="balanced"))
    folds = GroupKFold(n_splits=min(FOLDS, len(set(groups))))
    chance = cross_val_predict(model, x, y, groups=groups, cv=folds, method="predict_proba")[:, 1]
    return float(roc_auc_score(y, chance))
