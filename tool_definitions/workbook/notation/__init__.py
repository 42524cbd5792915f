"""How the parts of a tool are written in one cell, and read back: a person can type it, and it has one meaning only."""
