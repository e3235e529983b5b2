"""`python -m vitrine` is the `vitrine` command."""

from vitrine.cli.main import main

raise SystemExit(main())
