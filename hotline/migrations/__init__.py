"""The steps that bring a database from one version of the hotline to the next."""
