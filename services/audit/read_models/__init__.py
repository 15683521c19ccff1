"""One read model per question: the trail (what happened), consents (who agreed to what)."""
