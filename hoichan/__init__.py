"""Hội chẩn: learn to give a second opinion on what an AI said about health data."""
