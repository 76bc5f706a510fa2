"""What we know: articles for customers and for ourselves, saved replies, and good answers found again."""
