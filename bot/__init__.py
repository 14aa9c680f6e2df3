"""How to talk: messages, forms, routing, sentences, channels, queues; knows no journey."""
