"""The end of a day and of a month: what is counted, handed over, proved, and locked afterwards."""
