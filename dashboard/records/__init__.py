"""What people did: accounts, sessions and the audit trail, in one small database."""
