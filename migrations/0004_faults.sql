-- The arrival that a bubble answers: logs follow it from here to the platform's last status.
ALTER TABLE outbox ADD COLUMN arrival_id TEXT;

-- Who fetches a file has it until then; when it is due is another matter.
ALTER TABLE media ADD COLUMN claimed_until BIGINT NOT NULL DEFAULT 0;

-- A promise that ran out is told once.
ALTER TABLE dossiers ADD COLUMN sla_alarmed_at BIGINT;
CREATE INDEX dossiers_sla ON dossiers (sla_due_at) WHERE sla_due_at IS NOT NULL AND sla_stopped_at IS NULL;

-- What is counted for metrics stays small however long the history grows.
CREATE INDEX arrivals_age ON arrivals (received_at) WHERE state = 'waiting';
CREATE INDEX arrivals_aside ON arrivals (id) WHERE state = 'set_aside';
CREATE INDEX media_age ON media (created_at) WHERE state = 'received';

-- Who cleared it; none: it was over by itself.
ALTER TABLE alarms ADD COLUMN cleared_by TEXT;
