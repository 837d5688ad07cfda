"""Qt models over records; they hold what they show and know no SQL."""
