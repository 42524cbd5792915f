"""The forms of the builder: which fields each part of a tool has on the screen."""
