"""What visitors see and do: profile and explore queries, pictures, points."""
