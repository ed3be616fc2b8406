-- A status lasts until a source ends it, the participant gets another one in the same organisation, or the organisation ends; to be a
-- guest, which is no legal status, is certain only where it was seen. Where no source says when a status began, it can't have
-- begun before it was decided, and had begun when it was first seen.
WITH
  seen AS (
    SELECT participant_id, term, min(seen_date_latest) AS first_seen, max(seen_date_earliest) AS last_seen
    FROM participants_terms_seen GROUP BY participant_id, term
  ),
  decided AS (
    SELECT participant_id, term, min(date_earliest) AS first_decided
    FROM participants_terms_acts WHERE act_type IN ('decided', 'granted', 'admitted', 'memorandum-signed') GROUP BY participant_id, term
  ),
  held AS (
    SELECT
      participants_terms.*, last_seen,
      coalesce(participants_terms.end_date_earliest, body.end_date_earliest) AS ended_earliest,
      coalesce(participants_terms.end_date_latest, body.end_date_latest) AS ended_latest,
      coalesce(participants_terms.start_date_earliest, first_decided) AS began_earliest,
      nullif(min(coalesce(participants_terms.start_date_latest, '9999'), coalesce(first_seen, '9999')), '9999') AS began_latest
    FROM participants_terms
      LEFT JOIN seen USING (participant_id, term)
      LEFT JOIN decided USING (participant_id, term)
      LEFT JOIN participants AS body ON body.id = organisation_id
    WHERE status IS NOT NULL
  ),
  later AS (
    SELECT held.participant_id, held.term, other.began_earliest, other.began_latest
    FROM held JOIN held AS other
      ON other.participant_id = held.participant_id AND other.organisation_id = held.organisation_id AND other.term <> held.term
    WHERE coalesce(other.began_latest, other.began_earliest) > coalesce(held.began_latest, held.began_earliest)
      OR (other.began_latest = held.began_latest AND other.start_date IS NULL AND held.start_date IS NOT NULL)
  ),
  next AS (
    SELECT participant_id, term, min(coalesce(began_earliest, '0000')) AS next_earliest, min(coalesce(began_latest, '9999')) AS next_latest
    FROM later GROUP BY participant_id, term
  ),
  bounded AS (
    SELECT
      held.*, next_latest,
      began_latest AS from_day,
      CASE
        WHEN end_date_earliest IS NOT NULL THEN end_date_earliest
        WHEN ended_earliest IS NOT NULL AND next_earliest IS NULL THEN ended_earliest
        WHEN status = 'guest-of-chair' OR next_earliest = '0000' THEN max(coalesce(last_seen, '0000'), coalesce(began_latest, '0000'))
        WHEN next_earliest IS NULL THEN edition_date()
        ELSE max(shifted(next_earliest, -1), coalesce(began_latest, '0000'))
      END AS to_day
    FROM held LEFT JOIN next USING (participant_id, term)
  )
SELECT
  participant_id, term, status, organisation_id, start_date, start_date_earliest, start_date_latest, end_date, end_date_earliest, end_date_latest,
  CASE WHEN from_day <= to_day THEN from_day END AS certain_from,
  CASE WHEN from_day <= to_day THEN to_day END AS certain_to,
  began_earliest AS possible_from,
  coalesce(end_date_latest, max(shifted(nullif(next_latest, '9999'), -1), coalesce(began_earliest, '0000')), ended_latest) AS possible_to
FROM bounded
