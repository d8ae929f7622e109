-- A cycle or an infusion ends before it starts.
--
-- level: error
-- params: none
-- returns: participant, record, start_on, end_on
select participant, 'cycle' as record, start_on, end_on from cycle where end_on < start_on
union all
select participant, 'infusion' as record, start_on, end_on from infusion where end_on < start_on
