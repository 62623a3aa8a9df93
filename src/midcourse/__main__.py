"""`python -m midcourse` is the `midcourse` command."""

from .cli import main

if __name__ == "__main__":
    main()
