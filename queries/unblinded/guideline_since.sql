-- Everybody a guideline watches in the previous extract or in this one, by participant: follow-up in both, missing
-- where a participant is not in one of them. The arm is that of this extract where both have one.
--
-- params:  $guideline
-- returns: arm, participant, then_entered, then_days, then_cause, then_cut, then_cut_on, now_entered, now_days,
--          now_cause, now_cut, now_cut_on
with before as (
    from previous.monitored where guideline = $guideline
),
present as (
    from monitored where guideline = $guideline
)
select
    coalesce(present.arm, before.arm) as arm,
    participant,
    before.entered as then_entered, before.days as then_days, before.cause as then_cause, before.cut as then_cut,
    before.cut_on as then_cut_on,
    present.entered as now_entered, present.days as now_days, present.cause as now_cause, present.cut as now_cut,
    present.cut_on as now_cut_on
from before
full join present using (participant)
order by participant
