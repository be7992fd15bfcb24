"""At the gate: who is expected, who works in a home, what came for whom."""
