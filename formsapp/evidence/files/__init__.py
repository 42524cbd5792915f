"""A file that somebody sends: what it is, judged by what is in it, and whether it may be kept."""

from formsapp.evidence.files.accept import LARGEST_FILE, AcceptedFile, accept_file

__all__ = ["LARGEST_FILE", "AcceptedFile", "accept_file"]
