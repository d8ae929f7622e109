"""The course of treatment of each participant of an arm with cycles, as known at the cut-off."""

# ruff: noqa: S608 - identifiers come from the contract and are quoted, as are the definition's texts

from dashboard.extract.expressions import literal
from dashboard.trial.endpoints import Endpoint, relapse
from dashboard.trial.model import Trial
from dashboard.trial.parts import Schedule

NOT_RECORDED = "Not recorded"
LATE = "Still on an earlier cycle"


def relapsed(endpoints: tuple[Endpoint, ...]) -> str:
    """A query of participants who relapsed, each with the day, as an SQL expression in brackets; nobody if none do."""
    found = relapse(endpoints)
    if found is None:
        return "(select null::varchar as participant, null::date as relapsed_on where false)"
    return f"""(select participant, day0 + floor(days)::integer as relapsed_on from seen.endpoint
        where endpoint = {literal(found.endpoint)} and cause = {found.relapse})"""


def courses(trial: Trial, cut: str) -> str:
    """Table `sealed.course`, a row for each participant of an arm with cycles.

    `expected`: cycles due and over by the cut-off; `started`: the number of the last begun; `completed`: how many have
    their share of infusion days. `given` infusion days of `planned`, over cycles that are over (ended, or begun longer
    ago than a cycle and its grace) and whose days are recorded. Of a cycle without an end `last_day` is the last
    contact.
    `status`: waiting (cycle 1 not due yet), never, ongoing, completed (all cycles), ended (the last cycle is over, not
    all were completed) or stopped; `reason` why, in the source's words, else what had happened once the next cycle
    would have been over. Nobody who died goes on; who is on a cycle does, however late it began.
    """
    plan = trial.schedule or Schedule(cycles=1, due_days=(0,), infusion_days=1, completed_share=1, grace_days=0)
    days = ", ".join(str(day) for day in plan.counted_from)
    longest = plan.infusion_days + plan.grace_days
    over = f"(c.end_day is not null or p.randomised_on + (c.start_day + {longest})::integer <= {cut})"
    counted = f"{over} and infusion_days is not null"
    return f"""create table sealed.course as
        with begun as (
            select p.participant, max(cycle) as started, count(*) filter (completed) as completed,
                last(c.reason order by cycle) as reason, bool_and({over}) as ended,
                min(start_day) as first_day,
                max(coalesce(c.end_day, greatest(p.last_contact_on - p.randomised_on, start_day))) as last_day,
                sum(infusion_days) filter ({counted}) as given,
                {plan.infusion_days} * count(*) filter ({counted}) as planned
            from seen.cycle as c join seen.participant as p using (participant) group by p.participant),
        person as (
            select participant, who.arm, randomised_on, died_on, left_on, relapsed_on, begun.* exclude (participant),
                coalesce(begun.started, 0) as reached,
                len(list_filter([{days}], lambda day: randomised_on + day::integer <= {cut})) as expected,
                randomised_on + list_extract([{days}], coalesce(begun.started, 0) + 1) as next_over
            from seen.participant join sealed.who using (participant)
            join sealed.arms on arms.arm = who.arm and arms.experimental
            left join {relapsed(trial.endpoints)} using (participant) left join begun using (participant)),
        told as (
            select *, case when reached = 0 and next_over > {cut} then 'waiting'
                when completed >= {plan.cycles} then 'completed'
                when reached >= {plan.cycles} and ended then 'ended'
                when reached > 0 and reason is null and died_on is null and (not ended or next_over > {cut})
                    then 'ongoing'
                when reached = 0 then 'never' else 'stopped' end as status
            from person)
        select participant, arm, expected::integer as expected, reached as started,
            coalesce(completed, 0) as completed, status,
            case when status = 'ongoing' and next_over <= {cut} then {literal(LATE)}
                when status not in ('never', 'stopped') then '' when reason is not null then reason
                when died_on <= coalesce(next_over, died_on) then 'Died' when relapsed_on <= next_over then 'Relapsed'
                when left_on <= next_over then 'Left the trial' else {literal(NOT_RECORDED)} end as reason,
            first_day, last_day, coalesce(given, 0) as given, coalesce(planned, 0) as planned
        from told"""
