"""What a number rests on: its evidence, the rows it was counted out of, and the raw rows behind them."""
