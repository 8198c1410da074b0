"""What Streamlit runs for every page.

It lies alone in its folder: beside a folder called `pages`, Streamlit takes each file in there for
a page of its own until somebody has opened the program once.
"""

from annotator.ui.main import main

main()
