SELECT
  participant_id, participations.event_id, joined(role) AS roles,
  events.start_date, events.start_date_earliest, events.start_date_latest
FROM participations JOIN events ON events.id = participations.event_id
GROUP BY participant_id, participations.event_id
