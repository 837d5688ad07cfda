"""The window. The only room that knows Qt."""

from itrvault.desktop.immortal import keep_true_alive

keep_true_alive()  # before the first signal
