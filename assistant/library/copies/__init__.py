"""Copies: the same text under several outlets or addresses, found when it comes in, and where it comes from.

In the order data flows: `shingles` (what of a text is compared), `sketches` (what is kept of it to find texts like it),
`addresses` (when two URLs are one page), `origins` (which of several copies the others come from), `groups` (all of
it in the catalogue).
"""
