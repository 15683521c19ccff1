"""Audit over HTTP: one query per question, in three formats."""
