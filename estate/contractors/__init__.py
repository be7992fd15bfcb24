"""Outside firms: the register, and the link by which one of them carries out an order without an account."""
