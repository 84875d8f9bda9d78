"""Turns a YAML description of an AI model-sharing partnership into a legal agreement."""

__version__ = "0.1.0"
