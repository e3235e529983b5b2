"""GitHub: repositories, and the users and organisations that own them."""
