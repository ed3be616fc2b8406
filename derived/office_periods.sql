-- Where a source gives only the first or only the last day of an office, the other one is bounded by whoever else is known to have held
-- it before or after, unless several hold it at one time. Of an office that was only seen nothing is said but for the days between.
WITH
  seen AS (
    SELECT participant_id, term, min(seen_date_latest) AS first_seen, max(seen_date_earliest) AS last_seen
    FROM participants_terms_seen GROUP BY participant_id, term
  ),
  held AS (
    SELECT
      participants_terms.*,
      nullif(min(coalesce(start_date_latest, '9999'), coalesce(first_seen, '9999')), '9999') AS from_day,
      nullif(max(coalesce(end_date_earliest, '0000'), coalesce(last_seen, '0000'), coalesce(start_date_latest, '0000')), '0000') AS to_day,
      (start_date IS NOT NULL OR end_date IS NOT NULL) AS dated,
      posts.shared IS NULL AND acting IS NULL AND outcome IS NULL AND organisation_id IS NOT NULL AS alone
    FROM participants_terms LEFT JOIN seen USING (participant_id, term) LEFT JOIN posts ON posts.id = post_id
    WHERE status IS NULL
  )
SELECT
  participant_id, term, post_id, office_en, organisation_id, acting,
  start_date, start_date_earliest, start_date_latest, end_date, end_date_earliest, end_date_latest,
  CASE WHEN from_day <= to_day THEN from_day END AS certain_from,
  CASE WHEN from_day <= to_day THEN to_day END AS certain_to,
  coalesce(start_date_earliest, (
    SELECT max(other.to_day) FROM held AS other
    WHERE held.dated AND held.alone AND other.alone AND other.post_id = held.post_id AND other.organisation_id = held.organisation_id
      AND other.participant_id <> held.participant_id AND other.to_day <= held.from_day
  )) AS possible_from,
  coalesce(end_date_latest, (
    SELECT min(other.from_day) FROM held AS other
    WHERE held.dated AND held.alone AND other.alone AND other.post_id = held.post_id AND other.organisation_id = held.organisation_id
      AND other.participant_id <> held.participant_id AND other.from_day >= held.to_day
  )) AS possible_to
FROM held
WHERE outcome IS NULL
