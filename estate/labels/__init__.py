"""Labels with a QR code on places, equipment and points: one plain address for each, to report a fault or to open it."""
