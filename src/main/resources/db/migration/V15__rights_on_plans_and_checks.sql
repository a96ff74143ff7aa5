-- As V9 does, for plans, checks and the computers of cases: the portal's account adds them and changes none. Plans that were not
-- started are forgotten. A row that refers to a plan locks it, for which PostgreSQL wants UPDATE on one column of it, by whom the
-- table belongs to; the placeholder names that column, and nothing on H2.
revoke all on execution_plan from "${flyway:user}";
revoke all on execution_plan from "${portal}";
grant select, update ${idAlone} on execution_plan to "${flyway:user}";
grant select, insert, delete, update ${idAlone} on execution_plan to "${portal}";

revoke all on diagnosis from "${flyway:user}";
revoke all on diagnosis from "${portal}";
grant select on diagnosis to "${flyway:user}";
grant select, insert on diagnosis to "${portal}";

revoke all on case_host from "${flyway:user}";
revoke all on case_host from "${portal}";
grant select on case_host to "${flyway:user}";
grant select, insert on case_host to "${portal}";
