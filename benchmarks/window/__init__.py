"""What runs inside the program's own window: each module is a process of its own, on Qt's offscreen platform, and prints what it measured."""
