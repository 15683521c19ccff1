"""Mechanics without a domain noun: deciding, keeping, following, projecting, sealing."""
