"""What sources post, as plain values: each shape in a file of its own. Pure."""
