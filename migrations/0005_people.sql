-- The person that this one turned out to be: addresses, requests and history went there.
ALTER TABLE persons ADD COLUMN merged_into TEXT;

-- Another person may be behind the address now: what was filed is shown again after the last digits of a
-- number that only the right one knows.
ALTER TABLE persons ADD COLUMN recheck_since BIGINT;

-- Failed proofs in a row, and when the last one was.
ALTER TABLE persons ADD COLUMN proof_failures BIGINT NOT NULL DEFAULT 0;
ALTER TABLE persons ADD COLUMN proof_failed_at BIGINT;
