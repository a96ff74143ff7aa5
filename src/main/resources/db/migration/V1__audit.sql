-- The audit log. "document" holds the canonical bytes that "hash" covers; every other column is a copy of something in them, kept
-- for searching, and is checked against them whenever the audit log is verified.
create table audit_entry (
    number bigint primary key,
    recorded_at timestamp with time zone not null,
    kind varchar(40) not null,
    outcome varchar(10) not null,
    actor_sid varchar(200) not null,
    host_id uuid,
    execution_id bigint,
    words varchar(4000) not null,
    document bytea not null,
    hash varchar(64) not null
);

create index audit_entry_recorded_at on audit_entry (recorded_at);
create index audit_entry_host on audit_entry (host_id, number);
create index audit_entry_execution on audit_entry (execution_id, number);

-- The newest entry's number and hash: one row, locked by each writer until it commits, so that the numbers have no gaps.
create table audit_head (
    only_row smallint primary key,
    number bigint not null,
    hash varchar(64) not null,
    constraint audit_head_is_one_row check (only_row = 1)
);

insert into audit_head (only_row, number, hash)
values (1, 0, '0000000000000000000000000000000000000000000000000000000000000000');

-- The account that owns the table takes these rights from itself: a slip of the pen in the portal cannot change the audit log.
revoke update, delete on audit_entry from "${flyway:user}";

-- The numbers that people see as C-1042.
create sequence case_number start with 1001;
