"""What earlier releases wrote, word by word, and what they answered about it."""
