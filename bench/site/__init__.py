"""The product as it is, with one address more: a page of constants to measure against."""
