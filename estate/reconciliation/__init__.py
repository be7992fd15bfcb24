"""What the bank, WeChat and Alipay say came in, held against the receipts; and owners' own word that they have paid."""
