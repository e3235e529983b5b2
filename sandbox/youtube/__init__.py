"""YouTube as the outside sees it: Data API v3, feeds, pages, pictures, a small video."""
