"""Everything that a question finds, as a file of any size, and the record of who took it."""
