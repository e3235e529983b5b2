"""What is measured, side by side in one run. `make bench` runs all of it; see docs/performance.md."""
