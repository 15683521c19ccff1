"""What follows events, once more on EventStoreDB: the same tests, where positions are no count."""
