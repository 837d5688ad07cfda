"""Full text. The only room that speaks Whoosh."""
