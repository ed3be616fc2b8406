-- Loans of which the reader is known.
SELECT
  to_whom_id AS author_id, book_id, loan,
  start_date, start_date_earliest, start_date_latest,
  start_date_latest AS certain_from,
  end_date_earliest AS certain_to,
  start_date_earliest AS possible_from,
  end_date_latest AS possible_to,
  CAST(substr(edition_date(), 1, 4) AS INTEGER) - CAST(substr(start_date_earliest, 1, 4) AS INTEGER) AS years
FROM books_loans
WHERE to_whom_id IS NOT NULL
