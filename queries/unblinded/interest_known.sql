-- A group of special interest by its title, or a kind of it, if an event that counts belongs to it.
--
-- params:  $interest
-- returns: title
select distinct title
from interest
where $interest in (title, title || ': ' || nullif(kind, ''))
