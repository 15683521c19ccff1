"""Mediation (Schlichtungsverfahren): one neutral person, both parties, at most four weeks.

Owns the streams `mediation-<id>`. Hears of whoever becomes involved in a plan, of its agreement
and its closing; says what became of each mediation. Reads a plan's stream for the facts that a
decision rests on: a recorded disagreement, everyone who was ever involved.
"""
