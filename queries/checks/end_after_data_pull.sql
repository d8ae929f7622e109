-- An adverse event, a cycle or an infusion ends after the source was taken; perhaps the planned end.
--
-- level: warning
-- params: $pulled
-- returns: participant, record, end_on
select participant, 'adverse event' as record, end_on from adverse_event where end_on > $pulled
union all
select participant, 'cycle' as record, end_on from cycle where end_on > $pulled
union all
select participant, 'infusion' as record, end_on from infusion where end_on > $pulled
