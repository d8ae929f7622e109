-- Deaths from any cause by arm, now and in the previous extract; `compared` is false where there is none.
--
-- params:  none
-- returns: arm, n, deaths, before, compared
select
    arms.arm,
    count(participant.participant)::bigint as n,
    count(participant.died_on)::bigint as deaths,
    (select count(earlier.died_on) from previous.participant as earlier where earlier.arm = arms.arm)::bigint as before,
    exists (from previous.population_size) as compared
from arms
left join participant on participant.arm = arms.arm and participant.randomised
group by arms.arm
order by arms.arm
