"""By-products and wants: what is waste to one firm and a material to another (循环链接)."""
