"""Durable background jobs as rows: the row is the truth, the queue is a hint."""
