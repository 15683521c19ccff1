"""Notifications over HTTP: what was told, receipts, preferences."""
