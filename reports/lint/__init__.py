"""What is doubtful or wrong in a paper before it is printed. Pure: a paper and the facts of its records go in."""
