-- Something happened after the source was taken from the database.
--
-- level: error
-- params: $pulled
-- returns: participant, record, happened_on
select participant, 'randomisation' as record, randomised_on as happened_on
from participant where randomised_on > $pulled
union all
select participant, 'transplantation' as record, transplanted_on as happened_on
from participant where transplanted_on > $pulled
union all
select participant, 'first dose' as record, first_dose_on as happened_on
from participant where first_dose_on > $pulled
union all
select participant, 'death' as record, died_on as happened_on from participant where died_on > $pulled
union all
select participant, 'last contact' as record, last_contact_on as happened_on
from participant where last_contact_on > $pulled
union all
select participant, 'adverse event' as record, start_on as happened_on from adverse_event where start_on > $pulled
union all
select participant, 'cycle' as record, start_on as happened_on from cycle where start_on > $pulled
union all
select participant, 'infusion' as record, start_on as happened_on from infusion where start_on > $pulled
union all
select participant, 'time to event' as record, start_on as happened_on from time_to_event where start_on > $pulled
union all
select candidate as participant, 'screening' as record, screened_on as happened_on
from screening where screened_on > $pulled
union all
select participant, 'visit' as record, done_on as happened_on from visit where done_on > $pulled
union all
select participant, 'laboratory' as record, measured_on as happened_on from lab where measured_on > $pulled
