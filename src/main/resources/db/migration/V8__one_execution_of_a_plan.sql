-- Two clicks on one plan are one execution.
alter table execution add constraint execution_one_of_a_plan unique (plan_id);
