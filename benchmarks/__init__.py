"""What is measured, against what, and how: `make bench`. docs/performance.md says it in words."""
