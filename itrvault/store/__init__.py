"""The vault file. The only room that speaks SQL."""
