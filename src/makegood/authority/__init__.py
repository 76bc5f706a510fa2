"""What someone may grant, and who says so: policies as data, and the engine that decides by them."""
