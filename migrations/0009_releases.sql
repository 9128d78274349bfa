-- Which definition of a service conversations move to: the newest row of an office and service. Rows are only added.

CREATE TABLE releases (
    id TEXT PRIMARY KEY,
    office TEXT NOT NULL,
    service TEXT NOT NULL,
    definition TEXT NOT NULL,
    actor TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX releases_by_service ON releases (office, service, id);
