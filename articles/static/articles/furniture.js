// What stands between the paragraphs of a story, in the editor: the same markup as articles/figures.py.
