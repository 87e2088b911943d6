"""Refined oil that cases found, against the cap of the Security Council: volumes and a ledger."""
