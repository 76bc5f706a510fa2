"""What is said about us elsewhere: found, read into episodes, and answered once a person says what each of them is."""
