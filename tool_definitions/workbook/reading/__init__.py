"""What runs in a process of its own, on bytes that anybody may have made. It needs the standard library only."""
