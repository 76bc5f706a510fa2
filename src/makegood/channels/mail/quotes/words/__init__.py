"""The words that mail programs put around a quote or under a mail, by language. Data only, a module for each concern."""
