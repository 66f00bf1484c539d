"""What every interoperability test stands on: launching a server, speaking raw RESP, opening redis-py clients."""
