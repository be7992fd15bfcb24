"""Parts and labour: the public price list, stock, quotes, the lines of a work order, what they are charged and cost."""
