"""The ground, free of Django: the door to the network, errors, clock, text, markup, links."""
