"""What the documents of a treaty negotiation look like: symbols, headers, numbering. Pure."""
