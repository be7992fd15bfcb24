"""Public places: lobbies, corridors, garages, machine rooms, gardens; where what belongs to everybody breaks."""
