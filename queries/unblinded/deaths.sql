-- Deaths from any cause by arm, now and in the previous extract.
--
-- params:  none
-- returns: arm, n, deaths, before
select
    arms.arm,
    count(participant.participant)::bigint as n,
    count(participant.died_on)::bigint as deaths,
    (select count(earlier.died_on) from previous.participant as earlier where earlier.arm = arms.arm)::bigint as before
from arms
left join participant on participant.arm = arms.arm and participant.randomised
group by arms.arm
order by arms.arm
