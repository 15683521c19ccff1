"""Notifications: telling people what concerns them, in words they understand, when they want it.

Owns the streams `notification-<id>` and `recipient-<id>`. Hears of every event of plans and
mediations; says what was planned, sent, read, failed or cancelled. Who is told what is one table:
`who_is_told`. What they read is in `catalogues/`, one file per language.
"""
