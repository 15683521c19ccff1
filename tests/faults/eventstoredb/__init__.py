"""What may happen between us and EventStoreDB, and what we make of it."""
