"""The whole story, played over HTTP on the real services while a simulated clock runs."""
