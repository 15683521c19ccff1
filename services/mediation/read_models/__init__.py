"""What can be asked about mediations: one file per question."""
