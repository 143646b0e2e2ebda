"""The cohort report: tables from graded submissions, figures, and the notebook that shows them."""
