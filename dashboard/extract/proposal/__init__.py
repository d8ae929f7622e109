"""What a proposed trial definition is made of."""
