"""What is kept ready for asking: one file per question."""
