"""The appliance: starting and stopping, the practice community, health."""
