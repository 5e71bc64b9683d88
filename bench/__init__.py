"""The benchmark: this hotline beside a floor and its peers, in one run on one machine."""
