"""What the services say to each other: events, the envelope around them, and nothing else."""
