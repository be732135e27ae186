"""The interview in web pages, for desktops that cannot install it: one process for each page, a folder for each officer."""

from guide.serve.site import Settings, serve

__all__ = ["Settings", "serve"]
