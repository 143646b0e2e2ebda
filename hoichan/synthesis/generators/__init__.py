"""One module a dataset: ``params()`` reads ``generator.yaml``, ``generate(seed)`` makes the tables."""
