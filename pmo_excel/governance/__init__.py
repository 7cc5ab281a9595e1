"""Governance: charter, status, registers of issues and actions, findings and records."""
