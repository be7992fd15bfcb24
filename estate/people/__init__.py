"""People of the community: residents, households, companies, care needs, vehicles."""
