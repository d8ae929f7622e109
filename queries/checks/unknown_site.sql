-- A participant or a candidate is of a site that is not in the list of sites.
--
-- level: warning
-- params: none
-- returns: participant, record, site
select participant, 'participant' as record, site from participant
where site not in (select site from site) and exists (from site)
union all
select candidate as participant, 'screening' as record, site from screening
where site not in (select site from site) and exists (from site)
