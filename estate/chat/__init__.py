"""Live conversations between owners and the office."""
