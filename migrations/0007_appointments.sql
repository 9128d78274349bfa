-- Places at counters. A row of slots counts who comes to one place in one stretch of one day; taking the last
-- place is one conditional update of it. bookings says for which dossier.

CREATE TABLE slots (
    office TEXT NOT NULL,
    calendar TEXT NOT NULL,
    place TEXT NOT NULL,
    day TEXT NOT NULL,
    hours TEXT NOT NULL,
    taken BIGINT NOT NULL,
    PRIMARY KEY (office, calendar, day, place, hours)
);

CREATE TABLE bookings (
    dossier_id TEXT PRIMARY KEY REFERENCES dossiers (id),
    office TEXT NOT NULL,
    calendar TEXT NOT NULL,
    place TEXT NOT NULL,
    day TEXT NOT NULL,
    hours TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    released_at BIGINT
);
CREATE INDEX bookings_by_day ON bookings (office, day, place);
