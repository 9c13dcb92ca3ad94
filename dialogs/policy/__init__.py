"""What is done about each event: small named rules over one `Turn`."""
