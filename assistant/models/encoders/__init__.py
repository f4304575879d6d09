"""Encoders: what turns texts into vectors, in OpenVINO or in torch, and the preparation of the default model."""
