-- A visit or a laboratory result has no date; it is left out.
--
-- level: warning
-- params: none
-- returns: participant, record, name
select participant, 'visit' as record, visit as name from visit where done_on is null
union all
select participant, 'laboratory' as record, test as name from lab where measured_on is null
