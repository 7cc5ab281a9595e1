def run(context, word, calls):
    pass
