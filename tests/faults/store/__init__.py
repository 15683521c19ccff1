"""What the event store survives: full disks, killed processes, other writers."""
