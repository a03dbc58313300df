"""From a press site to Articles: HTTP, HTML families, the archive, and reading what people already have."""
