"""Scoring, one module an exercise type.

Each has ``score(key, payload, variant) -> ScoreReport`` and
``judgements(key, payload, variant, report) -> tuple[Judgement, ...]``. Pure functions, no I/O.
"""
