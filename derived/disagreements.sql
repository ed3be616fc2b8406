SELECT
  record_id, claim, reading, kind, about, value,
  coalesce(preferred, 0) AS preferred,
  (SELECT joined(source_id) FROM claims_readings_sources AS said
   WHERE said.record_id = claims.record_id AND said.claim = claims.claim AND said.reading = claims_readings.reading) AS sources,
  claims.reason, claims_readings.note
FROM claims JOIN claims_readings USING (record_id, claim) JOIN records ON records.id = record_id
