"""What talks to the outside, through the caller it is handed. Knows no database and no Django."""
