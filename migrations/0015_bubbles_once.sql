-- A bubble that waits in the outbox is told by its row of the transcript; a program that looks for it in the outbox would
-- find it empty.
UPDATE installation SET value = '15' WHERE name = 'schema_needs';

-- Every bubble of ours is written, and changed once when the platform has taken it. Where the page has room for the
-- changed row, no index needs a new entry. Pages that are full already stay so.
-- [PostgreSQL]
ALTER TABLE messages SET (fillfactor = 75);
