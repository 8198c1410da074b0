"""How far analysts agree: pure figures from a table of votes. Knows no storage and no screen."""
