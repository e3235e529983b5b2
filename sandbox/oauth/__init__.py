"""Google's and GitHub's sign-in, played strictly: who may ask, what people granted, the codes and tokens of it."""
