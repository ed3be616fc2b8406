-- Who was there: the announced, the invited and those who only sent a message or money are left out. A unit stands for the organisation
-- or state that it is of, however deep it lies in it.
WITH RECURSIVE
  there AS (
    SELECT DISTINCT record_id, participation
    FROM participations_roles WHERE role NOT IN ('invited', 'addressee', 'sender', 'message', 'sponsor')
  ),
  within(id, whole_id, depth) AS (
    SELECT id, id, 0 FROM participants WHERE type <> 'person'
    UNION ALL
    SELECT within.id, participants.part_of_id, depth + 1
    FROM within JOIN participants ON participants.id = whole_id AND participants.type = 'unit' AND participants.part_of_id IS NOT NULL
  ),
  bodies AS (
    SELECT within.id, whole_id AS body_id, participants.type AS body_type
    FROM within JOIN participants ON participants.id = whole_id
    GROUP BY within.id HAVING depth = max(depth)
  ),
  acting AS (
    SELECT
      participations.*, participants.type AS participant_type,
      coalesce(self.body_id, behalf.body_id, office.body_id, participants.state_id) AS for_body
    FROM participations
      JOIN there USING (record_id, participation)
      JOIN participants ON participants.id = participant_id
      LEFT JOIN bodies AS self ON self.id = participant_id
      LEFT JOIN bodies AS behalf ON behalf.id = on_behalf_of_id
      LEFT JOIN bodies AS office ON office.id = capacity_organisation_id
  )
SELECT
  acting.participant_id, events.id AS event_id, participant_type, events.type AS event_type,
  events.start_date, events.start_date_earliest, events.start_date_latest,
  joined(role) AS roles,
  joined(capacity_post_id) AS posts,
  joined(capacity_office_en) AS offices,
  max(for_body) AS represented_id,
  max(CASE body.type WHEN 'state' THEN for_body END) AS state_id,
  (SELECT joined(status) FROM status_periods
   WHERE status_periods.participant_id = max(for_body) AND status_periods.organisation_id = 'sco'
     AND certain_from <= events.start_date_earliest AND certain_to >= events.start_date_earliest) AS state_status,
  max(online) AS online
FROM acting
  JOIN events ON events.id = acting.record_id AND events.stage IS NULL
  LEFT JOIN participations_roles USING (record_id, participation)
  LEFT JOIN participants AS body ON body.id = for_body
GROUP BY acting.participant_id, events.id
