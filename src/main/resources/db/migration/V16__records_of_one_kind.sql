-- What was last planned or done on a computer is asked with each check and each repair.
create index audit_record_kind on audit_record (host_id, kind, recorded_at);
