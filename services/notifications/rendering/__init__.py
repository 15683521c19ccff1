"""From an event and a catalogue to the message that somebody reads."""
