-- What every message pays for. Only what waits is looked for by person: an index of that alone stays in a few pages,
-- however much was served. The outbox is read person by person (outbox_by_person), never by its moments; a transcript
-- line that goes is looked for in it by its foreign key.

DROP INDEX arrivals_waiting;
CREATE INDEX arrivals_waiting ON arrivals (person_id, id) WHERE state = 'waiting';

DROP INDEX outbox_due;
CREATE INDEX outbox_by_message ON outbox (message_id);
