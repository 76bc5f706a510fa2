"""The wall of stories, its feeds, the form for one's own, and the pages of who told one or commented on one."""
