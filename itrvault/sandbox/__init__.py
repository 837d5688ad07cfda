"""Host side of the readers: starts, confines, feeds, limits and stops them. Knows no format."""
