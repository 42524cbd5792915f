"""What an audit tool is: the typed model, the loader and checker of tool files, and the tools we ship."""
