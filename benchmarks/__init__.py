"""Figures: how fast, against a peer and against the floor, in one run on one machine."""
