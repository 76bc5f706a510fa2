"""What is said about us elsewhere: pages, feeds, Mastodon and Bluesky, asked politely and believed in nothing."""
