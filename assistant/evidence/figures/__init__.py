"""Quotes in, figures out: what numbers the evidence gives, which of them measure the same, and where they differ.

In the order data flows: `counting` (what a number counts), `placing` (whose and where), `acting` (what is done, and
whether it is so yet), `reading` (a quote's figures), `comparing` (do two figures measure the same, and do they
differ), `grouping` (figures that measure the same, earlier values marked), `finding` (those that a question is about).
"""
