-- The one row is there while all changes are stopped.
create table change_stop (
    id integer not null primary key,
    stopped_by varchar(256) not null,
    stopped_at timestamp with time zone not null,
    reason varchar(500) not null,
    constraint change_stop_only_one check (id = 1)
);
