"""The published datasets: load them typed, and say in both languages what they hold."""

from hoichan.data.catalog import (
    NAMES,
    TABLES,
    DataError,
    dataset_of,
    folder,
    tables_dir,
    tables_of,
)
from hoichan.data.derived import derive
from hoichan.data.describing import Description, describe
from hoichan.data.reading import (
    Field,
    code_labels,
    describe_columns,
    fields,
    forget,
    load,
    package,
    resource,
    tables,
)
from hoichan.data.searching import search_refs

__all__ = [
    "NAMES", "TABLES", "DataError", "Description", "Field", "code_labels", "dataset_of", "derive", "describe",
    "describe_columns", "fields", "folder", "forget", "load", "package", "resource", "search_refs", "tables",
    "tables_dir", "tables_of",
]  # fmt: skip
