"""What audit answers: models for JSON, and the same as CSV and as a text for people."""
