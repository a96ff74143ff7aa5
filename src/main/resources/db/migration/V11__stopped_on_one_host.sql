-- An account of the hosts themselves is another one on each: it is stopped on the host that rejected it alone. host_key is that
-- host's object id, or empty for an account of a domain, which is stopped everywhere.
create table stopped_login (
    account_key varchar(256)             not null,
    host_key    varchar(36)              not null,
    account     varchar(256)             not null,
    host        varchar(255)             not null,
    host_id     uuid                     not null,
    stopped_at  timestamp with time zone not null,
    constraint stopped_login_key primary key (account_key, host_key)
);

insert into stopped_login (account_key, host_key, account, host, host_id, stopped_at)
select account_key,
       case when account_key like '%@%' then '' else cast(host_id as varchar(36)) end,
       account, host, host_id, stopped_at
from stopped_account;

drop table stopped_account;

alter table stopped_login rename to stopped_account;
