-- What is written once and never changed: of all rights on it, TRUNCATE, REFERENCES and TRIGGER too, the portal's account keeps
-- those that it uses. Where the tables belong to another account (spring.flyway.user), that one keeps reading, for a backup.
revoke all on audit_entry from "${flyway:user}";
revoke all on audit_entry from "${portal}";
grant select on audit_entry to "${flyway:user}";
grant select, insert on audit_entry to "${portal}";

revoke all on audit_head from "${flyway:user}";
revoke all on audit_head from "${portal}";
grant select on audit_head to "${flyway:user}";
grant select, update on audit_head to "${portal}";

revoke all on backup from "${flyway:user}";
revoke all on backup from "${portal}";
grant select on backup to "${flyway:user}";
grant select, insert on backup to "${portal}";

revoke all on execution_event from "${flyway:user}";
revoke all on execution_event from "${portal}";
grant select on execution_event to "${flyway:user}";
grant select, insert on execution_event to "${portal}";
