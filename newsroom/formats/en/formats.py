"""Dates of lists and forms as the rest of the paper writes them: 22 Nov 2026, 20:21."""

DATE_FORMAT = "j M Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j M Y, H:i"
