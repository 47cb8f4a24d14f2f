"""What is kept on this computer: what the user did and the server has not confirmed."""
