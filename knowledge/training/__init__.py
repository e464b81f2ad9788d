"""Fits the reader's heads: ``python -m knowledge.training FILE…`` (labelled rows, JSON Lines)."""
