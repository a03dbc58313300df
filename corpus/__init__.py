"""The corpus in SQLite, the questions to it, and the crawler's memory: the only code that speaks SQL."""
