-- One participant: who it is, and the days from randomisation to what happened to everybody or to nobody in particular.
-- `transplanted` is negative where transplantation came first, `contact` the last day known alive. No row: nobody chosen.
--
-- params:  $person
-- returns: arm, participant, transplanted, died, contact, age, sex, donor, prophylaxis, conditioning, remission, mrd,
--          actual_arm, dosed, left_day, left_reason, death_cause, death_related, death_narrative
select
    arm,
    participant,
    transplanted_on - randomised_on as transplanted,
    died_on - randomised_on as died,
    last_contact_on - randomised_on as contact,
    age,
    sex,
    donor,
    prophylaxis,
    conditioning,
    remission,
    mrd,
    actual_arm,
    first_dose_on - randomised_on as dosed,
    left_on - randomised_on as left_day,
    left_reason,
    death_cause,
    death_related,
    death_narrative
from participant
where participant = $person and randomised
