WITH present AS (
  SELECT DISTINCT represented_id, event_id, CAST(substr(start_date_earliest, 1, 4) AS INTEGER) AS year
  FROM attendance
  WHERE represented_id IS NOT NULL AND substr(start_date_earliest, 1, 4) = substr(start_date_latest, 1, 4)
)
SELECT one.represented_id AS one_id, other.represented_id AS other_id, one.year, count(*) AS events
FROM present AS one JOIN present AS other ON other.event_id = one.event_id AND other.represented_id > one.represented_id
GROUP BY 1, 2, 3
