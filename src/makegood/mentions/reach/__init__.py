"""How many people heard it: for the fairness report alone. An import rule keeps everything else away from here."""
