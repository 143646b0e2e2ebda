"""Clinical rules as pure functions over whole columns, each checked against its published table."""
