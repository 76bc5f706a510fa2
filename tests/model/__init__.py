"""A small model of the rules, searched exhaustively: is anybody dropped, does a word lapse, does anything hang?"""
