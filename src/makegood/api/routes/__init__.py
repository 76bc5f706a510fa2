"""The API's functions, by what they are about. Each calls the same queries and acts as the desk's pages do."""
