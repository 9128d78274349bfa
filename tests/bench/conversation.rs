//! What is measured step by step: the lost card of one citizen, opened, answered, dropped.

/// Each step has one reply.
pub const STEPS: [&str; 8] = [
    "ktp sy ilang gmn ya kak",
    "setuju",
    "1",
    "5108064107909901",
    "Ni Luh Contoh Sari",
    "belum tahu",
    "batal",
    "ya",
];
