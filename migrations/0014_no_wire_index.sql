-- A status is looked up by our own id, or among the bubbles of the person it is about, the newest first
-- (messages_by_person). The platforms' ids are random: of an index of them every message rewrote two pages of its own.

DROP INDEX messages_by_wire;
