"""Finding what identifies a person in free text."""
