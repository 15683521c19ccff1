"""Mediation over HTTP: one file per chapter of tasks, one way in which all are done."""
