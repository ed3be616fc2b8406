-- Who was there: the announced, the invited and those who only sent a message are left out.
WITH
  there AS (
    SELECT record_id, participation
    FROM participations_roles WHERE role NOT IN ('invited', 'addressee', 'sender', 'message', 'sponsor')
    GROUP BY record_id, participation
  ),
  roles AS (
    SELECT record_id, participation, role FROM participations_roles
  ),
  acting AS (
    SELECT
      participations.*, participants.type AS participant_type,
      CASE
        WHEN participants.type = 'state' THEN participants.id
        WHEN behalf.type = 'state' THEN behalf.id
        WHEN office.type = 'state' THEN office.id
        WHEN participants.type = 'person' AND on_behalf_of_id IS NULL AND capacity_organisation_id IS NULL THEN participants.state_id
      END AS for_state,
      CASE
        WHEN participants.type IN ('organisation', 'state') THEN participants.id
        WHEN participants.type = 'unit' THEN coalesce(participants.part_of_id, participants.id)
        WHEN behalf.type = 'unit' THEN coalesce(behalf.part_of_id, behalf.id)
        WHEN behalf.id IS NOT NULL THEN behalf.id
        WHEN office.type = 'unit' THEN coalesce(office.part_of_id, office.id)
        WHEN office.id IS NOT NULL THEN office.id
        ELSE participants.state_id
      END AS for_body
    FROM participations
      JOIN there USING (record_id, participation)
      JOIN participants ON participants.id = participant_id
      LEFT JOIN participants AS behalf ON behalf.id = on_behalf_of_id
      LEFT JOIN participants AS office ON office.id = capacity_organisation_id
  )
SELECT
  acting.participant_id, events.id AS event_id, participant_type, events.type AS event_type,
  events.start_date, events.start_date_earliest, events.start_date_latest,
  joined(roles.role) AS roles,
  joined(capacity_post_id) AS posts,
  joined(capacity_office_en) AS offices,
  max(for_body) AS represented_id,
  max(for_state) AS state_id,
  (SELECT joined(status) FROM status_periods
   WHERE status_periods.participant_id = max(for_state) AND status_periods.organisation_id = 'sco'
     AND certain_from <= events.start_date_earliest AND certain_to >= events.start_date_earliest) AS state_status,
  max(online) AS online
FROM acting
  JOIN events ON events.id = acting.record_id AND events.stage IS NULL
  LEFT JOIN roles USING (record_id, participation)
GROUP BY acting.participant_id, events.id
