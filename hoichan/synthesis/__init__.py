"""Synthetic health data: generators, published tables, and measures that compute their truths."""
