WITH
  dated AS (
    SELECT id AS record_id, 'start_date' AS item, 'began' AS what, type AS detail, NULL AS participant_id, start_date AS date, start_date_earliest AS date_earliest, start_date_latest AS date_latest FROM events
    UNION ALL SELECT id, 'end_date', 'ended', type, NULL, end_date, end_date_earliest, end_date_latest FROM events WHERE end_date IS NOT start_date
    UNION ALL SELECT id, 'signed', 'signed', type, NULL, signed, signed_earliest, signed_latest FROM agreements
    UNION ALL SELECT id, 'adopted', 'adopted', type, NULL, adopted, adopted_earliest, adopted_latest FROM agreements
    UNION ALL SELECT id, 'in_force', 'in-force', type, NULL, in_force, in_force_earliest, in_force_latest FROM agreements
    UNION ALL SELECT agreement_id, 'acts/' || act, 'act', act_type, by_id, date, date_earliest, date_latest FROM agreements_acts
    UNION ALL SELECT agreement_id, 'parties/' || participant_id || '/acts/' || act, 'act', act_type, participant_id, date, date_earliest, date_latest FROM agreements_parties_acts
    UNION ALL SELECT participant_id, 'terms/' || term || '/start_date', 'term-began', coalesce(status, office_en, post_id), participant_id, start_date, start_date_earliest, start_date_latest FROM participants_terms
    UNION ALL SELECT participant_id, 'terms/' || term || '/end_date', 'term-ended', coalesce(status, office_en, post_id), participant_id, end_date, end_date_earliest, end_date_latest FROM participants_terms
    UNION ALL SELECT participant_id, 'terms/' || term || '/acts/' || act, 'act', act_type, participant_id, date, date_earliest, date_latest FROM participants_terms_acts
  )
SELECT record_id, item, kind, what, detail, participant_id, date, date_earliest, date_latest
FROM dated JOIN records ON records.id = record_id
WHERE date IS NOT NULL
