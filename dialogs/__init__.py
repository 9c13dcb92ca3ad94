"""The conversation: pure values in, values out.

Nothing in this package does input or output, reads a clock, or imports a machine
learning, data frame or screen library.
"""
