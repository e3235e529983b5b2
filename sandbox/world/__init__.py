"""The invented creators and their videos: pure functions of (seed, channel number, video number)."""
