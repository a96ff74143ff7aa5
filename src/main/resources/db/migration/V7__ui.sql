-- What each person likes: small settings of the screens, nothing that decides anything.
create table ui_preference (
    person varchar(184) not null,
    name varchar(40) not null,
    setting varchar(40) not null,
    primary key (person, name)
);
