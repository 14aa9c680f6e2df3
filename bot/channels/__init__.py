"""One module per channel: what it reads, what it can show, how it sends."""
