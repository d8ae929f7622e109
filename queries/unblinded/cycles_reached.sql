-- Of the participants for whom a cycle is due and over: how many started it, and why the others did not. Whoever stops
-- stays stopped, so the reasons add up from cycle to cycle. Every arm and cycle has a row for each outcome.
--
-- params:  none
-- returns: arm, cycle, outcome, participants
with planned as (
    select distinct cycle from cycle_count
),
reached as (
    select course.arm, planned.cycle, case when course.started >= planned.cycle then '' else course.reason end as outcome
    from course
    join planned on course.expected >= planned.cycle
),
kinds as (
    select '' as outcome
    union
    select outcome from reached
)
select arms.arm, planned.cycle, kinds.outcome, count(reached.outcome) as participants
from arms
cross join planned
cross join kinds
left join reached on reached.arm = arms.arm and reached.cycle = planned.cycle and reached.outcome = kinds.outcome
group by arms.arm, planned.cycle, kinds.outcome
order by arms.arm, planned.cycle, kinds.outcome
