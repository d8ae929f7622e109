-- A cycle or an infusion starts after the day of death.
--
-- level: warning
-- params: none
-- returns: participant, record, start_on, died_on
select participant, record, start_on, died_on
from (
    select participant, 'cycle' as record, start_on from cycle
    union all
    select participant, 'infusion' as record, start_on from infusion
)
join participant using (participant)
where start_on > died_on
