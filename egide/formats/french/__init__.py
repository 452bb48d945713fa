"""The French words of registers and what they mean: folding, codes, answers, dates, durations."""
