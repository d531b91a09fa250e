WORDS = ["gamma"]
