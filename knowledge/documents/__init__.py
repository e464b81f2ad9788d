"""Documents people add beside the article: read, cut into passages, kept in one file."""
