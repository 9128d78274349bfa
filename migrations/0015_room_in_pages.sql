-- Every bubble of ours is written, and changed once when the platform has taken it. Where the page has room for the
-- changed row, no index needs a new entry. Pages that are full already stay so.
-- [PostgreSQL]
ALTER TABLE messages SET (fillfactor = 75);
