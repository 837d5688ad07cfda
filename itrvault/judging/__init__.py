"""What was judged and tagged in a vault: as tables, along time, and how far assessors agree.

The figures are those of `rights`; here they get what they count, and settle what differs.
"""
