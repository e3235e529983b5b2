"""YouTube: videos, channels and playlists, by the Data API or, without a key, by feed and oEmbed."""
