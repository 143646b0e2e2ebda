"""Cases: read what authors write, compile it against the data, draw a learner's variant."""
