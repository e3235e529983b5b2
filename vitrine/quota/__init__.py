"""The ledger of outside calls and their units: reserve, settle, refund."""
