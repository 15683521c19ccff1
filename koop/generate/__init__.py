"""A population: invented people whose plans live for years, decided by the real deciders."""
