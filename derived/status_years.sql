WITH RECURSIVE
  years(year) AS (
    SELECT CAST(substr(min(coalesce(possible_from, certain_from)), 1, 4) AS INTEGER) FROM status_periods
    UNION ALL
    SELECT year + 1 FROM years WHERE year < CAST(substr(edition_date(), 1, 4) AS INTEGER)
  ),
  bounds AS (
    SELECT year, year || '-01-01' AS first_day, CASE year || '' WHEN substr(edition_date(), 1, 4) THEN edition_date() ELSE year || '-12-31' END AS last_day
    FROM years
  )
SELECT
  participant_id, organisation_id, year, status,
  max(CASE
    WHEN certain_from <= first_day AND certain_to >= last_day THEN 'whole'
    WHEN certain_from <= last_day AND certain_to >= first_day THEN 'part'
    ELSE 'possible'
  END) AS held
FROM status_periods JOIN bounds
WHERE (certain_from <= last_day AND certain_to >= first_day)
  OR (coalesce(possible_from, certain_from) <= last_day AND coalesce(possible_to, '9999') >= first_day)
GROUP BY participant_id, organisation_id, year, status
