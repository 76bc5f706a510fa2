"""What is said about us elsewhere: read, split into what happened to whom, and answered by a person."""
