"""Searching over every register: what is found in the index, shown as far as each register lets the person see."""
