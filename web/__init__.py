"""The corpus as a site: Datasette with this project's pages, for people who want to know who was inspected, when."""
