"""What we know, on its pages: articles, saved replies, and what helps while answering."""
