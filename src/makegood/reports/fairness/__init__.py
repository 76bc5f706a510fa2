"""Whether like cases were treated alike: an eye on what we do, which nothing that orders work may read."""
