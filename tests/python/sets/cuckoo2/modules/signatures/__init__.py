raise RuntimeError("packages run no code of their own")
