"""Audit: who agreed to what and when.

Owns no event and says nothing. Hears everything: an index over all events (the trail) and over all
consents; the events themselves stay in the event store and are read there. Writes only its own
read models and, for every single read, an access record.
"""
