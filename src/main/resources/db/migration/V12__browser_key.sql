-- The key that signs a browser's mark of an earlier sign-in. Whoever reads it can claim one more try for an account, and no more.
create table browser_key (
    id     integer primary key check (id = 1),
    secret varchar(64) not null
);
