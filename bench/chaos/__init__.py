"""The hotline under load while everything it stands on is killed: is a tip lost, doubled or left waiting?"""
