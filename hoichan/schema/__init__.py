"""Data that parts of Hội chẩn hand to each other: cases, variants, keys, answers, reports."""
