-- How often somebody began to look at a file and did not come to an end: one that kills whoever looks at it is given up.
ALTER TABLE media ADD COLUMN looks BIGINT NOT NULL DEFAULT 0;
