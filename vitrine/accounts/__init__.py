"""People and agents: who they are and what they may do."""
