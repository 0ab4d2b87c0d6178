"""Answers written as survey platforms export them."""
