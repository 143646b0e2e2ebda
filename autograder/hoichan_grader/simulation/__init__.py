"""Simulated learners with a known ability, who answer as people do: by using the widgets."""
