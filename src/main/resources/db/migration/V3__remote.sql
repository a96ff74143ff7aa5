-- Accounts of the portal whose password a host rejected; nothing uses them until an administrator releases them.
create table stopped_account (
    account_key varchar(256)             not null primary key,
    account     varchar(256)             not null,
    host        varchar(255)             not null,
    host_id     uuid                     not null,
    stopped_at  timestamp with time zone not null
);
