"""Pictures drawn from numbers: what a world of invented videos looks like. Pillow is imported when one is asked for."""
