-- Which computers each case is about, so that a case number that somebody gives is looked up before it is believed.
create table case_host (
    case_id bigint not null,
    host_id uuid not null,
    primary key (case_id, host_id)
);

insert into case_host (case_id, host_id)
select case_id, host_id from diagnosis
union
select case_id, host_id from execution;
