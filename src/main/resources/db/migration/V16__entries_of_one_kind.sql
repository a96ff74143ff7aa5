-- What was last planned or done on a computer is asked with each check and each repair.
create index audit_entry_kind on audit_entry (host_id, kind, recorded_at);
