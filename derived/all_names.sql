WITH named AS (
  SELECT id, 'name' AS name_kind, 'en' AS language, name_en AS text FROM participants
  UNION ALL SELECT id, 'name', 'ru', name_ru FROM participants
  UNION ALL SELECT id, 'name', 'zh', name_zh FROM participants
  UNION ALL SELECT id, 'abbreviation', 'en', abbreviation_en FROM participants
  UNION ALL SELECT id, 'abbreviation', 'ru', abbreviation_ru FROM participants
  UNION ALL SELECT id, 'abbreviation', 'zh', abbreviation_zh FROM participants
  UNION ALL SELECT id, 'name', 'en', name_en FROM places
  UNION ALL SELECT id, 'name', 'ru', name_ru FROM places
  UNION ALL SELECT id, 'name', 'zh', name_zh FROM places
  UNION ALL SELECT id, 'name', 'en', name_en FROM posts
  UNION ALL SELECT id, 'name', 'ru', name_ru FROM posts
  UNION ALL SELECT id, 'name', 'zh', name_zh FROM posts
  UNION ALL SELECT id, 'name', 'en', name_en FROM topics
  UNION ALL SELECT id, 'name', 'ru', name_ru FROM topics
  UNION ALL SELECT id, 'name', 'zh', name_zh FROM topics
  UNION ALL SELECT id, 'title', 'en', title_en FROM events
  UNION ALL SELECT id, 'title', 'ru', title_ru FROM events
  UNION ALL SELECT id, 'title', 'zh', title_zh FROM events
  UNION ALL SELECT id, 'title', 'en', title_en FROM agreements
  UNION ALL SELECT id, 'title', 'ru', title_ru FROM agreements
  UNION ALL SELECT id, 'title', 'zh', title_zh FROM agreements
  UNION ALL SELECT id, 'title', 'en', title_en FROM series
  UNION ALL SELECT id, 'title', 'ru', title_ru FROM series
  UNION ALL SELECT id, 'title', 'zh', title_zh FROM series
)
SELECT
  id AS record_id, name_kind || '/' || language AS item, kind, text, language, script(text) AS script, name_kind,
  NULL AS start_date, NULL AS start_date_earliest, NULL AS start_date_latest, NULL AS end_date, NULL AS end_date_earliest, NULL AS end_date_latest
FROM named JOIN records USING (id)
WHERE text IS NOT NULL
UNION ALL
SELECT
  record_id, 'names/' || variant, kind, text, language, script(text), name_kind,
  start_date, start_date_earliest, start_date_latest, end_date, end_date_earliest, end_date_latest
FROM names JOIN records ON records.id = record_id
