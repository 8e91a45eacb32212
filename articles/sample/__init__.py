"""The sample newspaper: stories of a town that does not exist, with pictures that are drawn here."""
