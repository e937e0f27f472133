"""`python -m migslint`."""

from migslint.cli import main

if __name__ == "__main__":
    main()
