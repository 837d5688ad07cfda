"""Small parts that several views use; one a file."""
