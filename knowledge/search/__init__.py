"""The vector indexes on disk: caches of the sources, kept by Chroma."""
