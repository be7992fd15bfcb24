"""What takes time or leaves the house: outbox rows written with the records, and the worker that carries them out."""
