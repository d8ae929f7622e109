-- What happened to one participant, in days from randomisation: adverse events (all, also those that do not count), the
-- first event of each of the $endpoints, visits among $visits ($told: any), transplantation, death, last contact; if
-- $told also cycles and infusions. Terms in $withheld (in small letters) are left out. `title` is a term, an endpoint or
-- a visit, `number` the cause of an endpoint or the number of a cycle; an event without an end has none.
--
-- params:  $endpoints, $person, $told, $visits, $withheld
-- returns: kind, soc, title, number, start_day, end_day, grade, serious, fatal, related, emergent
with one as (
    from participant where participant = $person and randomised
),
happened as (
    select
        'event' as kind, soc, term as title, 0 as number, start_day, end_day, grade, serious, fatal, related, emergent
    from adverse_event
    where participant = $person
        and not list_contains($withheld::varchar[], coalesce(lower(trim(term)), ''))
    union all by name
    select 'endpoint' as kind, endpoint as title, cause as number, floor(days)::integer as start_day
    from endpoint
    where participant = $person and cause > 0 and list_contains($endpoints::varchar[], endpoint)
    union all by name
    select 'visit' as kind, visit as title, visit.done_on - randomised_on as start_day
    from visit
    join one using (participant)
    where $told::boolean or list_contains($visits::varchar[], visit)
    union all by name
    select 'transplantation' as kind, transplanted_on - randomised_on as start_day
    from one
    where transplanted_on is not null
    union all by name
    select 'death' as kind, died_on - randomised_on as start_day from one where died_on is not null
    union all by name
    select 'contact' as kind, last_contact_on - randomised_on as start_day from one where last_contact_on is not null
    union all by name
    select 'cycle' as kind, cycle as number, start_day, end_day
    from cycle
    where participant = $person and $told::boolean
    union all by name
    select 'infusion' as kind, cycle as number, start_day, end_day
    from infusion
    where participant = $person and $told::boolean
)
select kind, soc, title, number, start_day, end_day, grade, serious, fatal, related, emergent
from happened
semi join one on true
order by start_day nulls last, kind, title, number, end_day
