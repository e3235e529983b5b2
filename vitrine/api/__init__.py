"""REST v1: routes, wire shapes, errors as JSON."""
