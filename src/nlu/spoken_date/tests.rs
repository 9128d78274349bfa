//! Dates as people say them, on a Saturday.

#![expect(clippy::unwrap_used, reason = "tests")]
use super::super::measure::nlu;
use super::*;

/// 2026-11-21 is a Saturday.
fn check(leaning: Leaning, cases: &[(&str, &str)]) {
    let today = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap();
    for (text, expected) in cases {
        let found = nlu().date(text, "id", today, leaning).map(|d| d.to_string()).unwrap_or_default();
        assert_eq!(found, *expected, "{text}");
    }
}

#[test]
fn dates_are_read_as_people_write_them() {
    check(
        Leaning::Past,
        &[
            ("12 mei 2024", "2024-05-12"),
            ("12 mei 24", "2024-05-12"),
            ("17 agustus tahun 45", "1945-08-17"),
            ("tgl 12 bln 5 thn 90", "1990-05-12"),
            ("12 mei tahun 2024", "2024-05-12"),
            ("tgl 12 Mei", "2026-05-12"),
            ("tanggal 3 des", "2025-12-03"),
            ("20/11/2026", "2026-11-20"),
            ("20-11-26", "2026-11-20"),
            ("1.7.1990", "1990-07-01"),
            ("01-07-90", "1990-07-01"),
            ("2026-11-20", "2026-11-20"),
            ("1 Nopember 2026", "2026-11-01"),
            ("May 12th, 2024", "2024-05-12"),
            ("the 12th of May 2024", "2024-05-12"),
            ("kemarin", "2026-11-20"),
            ("kemarin lusa", "2026-11-19"),
            ("agustus kemarin", ""),
            ("sebelum lebaran kemarin", ""),
            ("tgl 5 agustus kemarin", "2026-08-05"),
            ("hilangnya tadi pagi", "2026-11-21"),
            ("3 hari yang lalu", "2026-11-18"),
            ("2 minggu lalu", "2026-11-07"),
            ("3 days ago", "2026-11-18"),
            ("hari rabu", "2026-11-18"),
            ("sabtu lalu", "2026-11-14"),
            ("3 hr yg lalu", "2026-11-18"),
            ("tiga hari yang lalu", "2026-11-18"),
            ("dua bulan lalu", "2026-09-21"),
            ("tgl 3 bln lalu", "2026-10-03"),
            ("tanggal 5 bulan ini", "2026-11-05"),
            ("tgl 3", "2026-11-03"),
            ("12mei24", "2024-05-12"),
            ("senin kemarin", "2026-11-16"),
            ("jum'at lalu", "2026-11-20"),
            ("minggu lalu", "2026-11-14"),
            ("hari minggu", "2026-11-15"),
            ("awal bulan", "2026-11-01"),
            ("akhir bulan lalu", "2026-10-31"),
            ("kmrn", "2026-11-20"),
            ("ibi", "2026-11-20"),
            ("12 Mei sembilan puluh", "1990-05-12"),
            ("dua belas mei sembilan belas sembilan puluh", "1990-05-12"),
            ("12 mei seribu sembilan ratus sembilan puluh", "1990-05-12"),
            ("tiga juni dua ribu lima", "2005-06-03"),
            ("12 mey 1990", "1990-05-12"),
            ("3 agusts 2005", "2005-08-03"),
            ("12 mey", ""),
            ("5 jum 1990", ""),
            ("kemaren dulu", "2026-11-19"),
            ("kmrn dulu", "2026-11-19"),
            ("31 april 2026", ""),
            ("32/01/2026", ""),
            ("tgl 31 februari", ""),
            ("belum tahu", ""),
            ("tanggal dua belas mei", "2026-05-12"),
            ("dua puluh tiga november 2025", "2025-11-23"),
            ("sebelas hari yang lalu", "2026-11-10"),
            ("twenty first of may 2025", "2025-05-21"),
            ("sebulan yang lalu", "2026-10-21"),
            ("setahun lalu", "2025-11-21"),
            ("12 05 2024", "2024-05-12"),
            ("awal november", "2026-11-01"),
            ("akhir oktober", "2026-10-31"),
            ("minggu lalu hari senin", "2026-11-09"),
            ("bulan lalu tanggal 20", "2026-10-20"),
            ("tadi malem", "2026-11-20"),
            ("telung dino kepungkur", "2026-11-18"),
            ("17 agst 2026", "2026-08-17"),
            ("senin minggu lalu", "2026-11-09"),
            ("rt 03 rw 05 no 12", ""),
            ("jam 10.30", ""),
            ("umur 17 tahun", ""),
        ],
    );
}

#[test]
fn what_lies_ahead_is_looked_for_ahead() {
    check(
        Leaning::Future,
        &[
            ("besok", "2026-11-22"),
            ("lusa", "2026-11-23"),
            ("senin", "2026-11-23"),
            ("senin depan", "2026-11-23"),
            ("minggu depan hari kamis", "2026-11-26"),
            ("next friday", "2026-11-27"),
            ("sabtu", "2026-11-21"),
            ("5 hari lagi", "2026-11-26"),
            ("in 2 days", "2026-11-23"),
            ("3 des", "2026-12-03"),
            ("5 januari", "2027-01-05"),
            ("selasa yg tgl 8", "2026-12-08"),
            ("tuesday the 8th", "2026-12-08"),
            ("the 2nd week", ""),
        ],
    );
}

#[test]
fn a_day_without_a_year_mostly_was() {
    check(Leaning::Nearest, &[("12 mei", "2026-05-12"), ("3 des", "2026-12-03"), ("senin", "2026-11-23")]);
}
