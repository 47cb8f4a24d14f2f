"""One document on the screen: the draft's editor, the posted document's view, and what can be done to it."""
