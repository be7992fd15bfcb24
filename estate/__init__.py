"""Estate: property management for small communities, in one executable file."""

__version__ = "0.1.0"
