-- How many services a backup holds beside keys and values; those made before hold none.
alter table backup add column service_count integer not null default 0;
