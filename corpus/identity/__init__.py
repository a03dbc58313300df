"""Who is who: agencies, people and inspections as what they are in the world.

Pure: names and values in, identities out. It reads `data/identity/` and the lexicons, and neither a database nor the
network; `corpus.store` and `corpus.cases` keep what it finds.
"""
