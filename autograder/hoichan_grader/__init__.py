"""Trusted grading of Hội chẩn submissions, outside any kernel a learner controls."""
