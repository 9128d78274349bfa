//! The words of a skeleton: real ones, so that it can be talked to at once.

/// `surat-domisili` becomes `Surat domisili`.
fn title(name: &str) -> String {
    let words = name.replace('-', " ");
    let mut letters = words.chars();
    let title =
        letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect());
    title.chars().take(20).collect::<String>().trim_end().to_owned()
}

pub(super) fn definition(name: &str, budget: usize) -> String {
    format!(
        r#"#:schema ../../schema/service.schema.json
# Texts: locales/<lang>/<office>/{name}.ftl. `sapa check .` proves this file, `sapa chat --dir . --service {name}` talks to
# it, `sapa diagram --dir . {name}` draws it.

schema = 2
service = "{name}"
intents = []
# Messages of the longest good road, the receipt included.
message_budget = {budget}

[[question]]
id = "consent"
kind = "consent"
text = "consent-{name}-1"

[[question]]
id = "applicant"
kind = "choice"
options = ["self", "other"]

[[question]]
id = "nik"
kind = "nik"

[[question]]
id = "name"
kind = "name"

[[question]]
id = "proxy_name"
kind = "name"
when = 'applicant == "other"'

[[question]]
id = "reason"
kind = "text"

[[question]]
id = "confirm"
kind = "confirm"
"#
    )
}

pub(super) fn words(name: &str, lang: &str) -> String {
    let title = title(name);
    let lines: &[(&str, &str)] = if lang == "en" {
        &[
            ("intro", "Good, let us begin: a few short questions, *free of charge*."),
            ("requirements", "You need your NIK. The office tells you here if it needs more."),
            (
                "consent",
                "Before we begin, we ask for your consent. We use your NIK, name and this chat account *only* for this request. Files are deleted { $days } days after it is done. To see, correct or delete your data at any time, type *my data*.",
            ),
            (
                "consent-help",
                "Without your consent this request cannot be handled in the chat. Choose *Read more* for the details.",
            ),
            (
                "consent-more",
                "*How your data is used*\n    • Responsible: { $office }\n    • Data: NIK, name, chat account\n    • Kept: files { $days } days after the end\n    • Contact: { $contact }",
            ),
            ("applicant", "Who is this request for?"),
            ("applicant-help", "Choose *For me* if you need it yourself."),
            ("applicant-label", "For"),
            ("applicant-self", "For me"),
            ("applicant-self-words", "me, myself, mine"),
            ("applicant-other", "For someone else"),
            ("applicant-other-words", "someone else, other, another person"),
            ("nik", "Please type the *NIK* (16 digits). Example: 5108 0641 0790 9901"),
            (
                "nik-help",
                "The NIK has 16 digits and stands on the family card, for example 5108 0641 0790 9901.",
            ),
            ("nik-label", "NIK"),
            ("name", "Please type the *full name*, as on the family card."),
            ("name-help", "Only the name, in letters, for example *Ni Luh Ayu Lestari*."),
            ("name-label", "Name"),
            ("proxy-name", "Please type *your own* full name."),
            ("proxy-name-help", "This is the name of the person who makes the request."),
            ("proxy-name-label", "Requested by"),
            ("reason", "What do you need it for?"),
            ("reason-help", "One sentence is enough, for example: for school."),
            ("reason-label", "Purpose"),
            ("confirm", "Is everything *right*, and may we send it?"),
            ("confirm-help", "Choose *Yes, send*, *Change* to correct one answer, or *Cancel*."),
        ]
    } else {
        &[
            ("intro", "Baik, mari kita mulai: beberapa pertanyaan singkat, *gratis*."),
            ("requirements", "Yang diperlukan: NIK. Kantor memberi tahu di sini bila ada yang lain."),
            (
                "consent",
                "Sebelum mulai, mohon persetujuan Anda. Kami memakai NIK, nama, dan akun chat ini *hanya* untuk memproses permohonan ini. Berkas dihapus { $days } hari setelah selesai. Untuk melihat, mengubah, atau menghapus data kapan saja, ketik *data saya*.",
            ),
            (
                "consent-help",
                "Tanpa persetujuan, permohonan tidak dapat diproses lewat chat. Pilih *Selengkapnya* untuk membaca rinciannya.",
            ),
            (
                "consent-more",
                "*Rincian pemakaian data*\n    • Penanggung jawab: { $office }\n    • Data: NIK, nama, akun chat\n    • Disimpan: berkas { $days } hari setelah selesai\n    • Kontak: { $contact }",
            ),
            ("applicant", "Permohonan ini untuk siapa?"),
            ("applicant-help", "Pilih *Untuk saya* bila untuk diri Anda sendiri."),
            ("applicant-label", "Untuk"),
            ("applicant-self", "Untuk saya"),
            ("applicant-self-words", "saya, saya sendiri, sendiri"),
            ("applicant-other", "Untuk orang lain"),
            ("applicant-other-words", "orang lain, anak, keluarga, mewakili"),
            ("nik", "Mohon ketik *NIK* (16 angka). Contoh: 5108 0641 0790 9901"),
            (
                "nik-help",
                "NIK terdiri dari 16 angka dan tertulis di Kartu Keluarga, misalnya 5108 0641 0790 9901.",
            ),
            ("nik-label", "NIK"),
            ("name", "Mohon ketik *nama lengkap*, seperti tertulis di Kartu Keluarga."),
            ("name-help", "Tulis namanya saja dengan huruf, misalnya *Ni Luh Ayu Lestari*."),
            ("name-label", "Nama"),
            ("proxy-name", "Mohon ketik nama lengkap *Anda*, sebagai yang menguruskan."),
            ("proxy-name-help", "Yang kami perlukan di sini nama orang yang mengajukan permohonan."),
            ("proxy-name-label", "Yang menguruskan"),
            ("reason", "Untuk keperluan apa?"),
            ("reason-help", "Cukup satu kalimat, misalnya: untuk mendaftar sekolah."),
            ("reason-label", "Keperluan"),
            ("confirm", "Apakah semuanya *benar* dan boleh kami kirim?"),
            ("confirm-help", "Pilih *Ya, kirim*, *Ubah* untuk memperbaiki satu jawaban, atau *Batal*."),
        ]
    };
    let wish = if lang == "en" { "i need a" } else { "mau buat" };
    let mut out = format!(
        "### {title}\n\n# What citizens say who want it, one a line; `sapa check` tries each:\n# {name}-examples =\n#     {wish} {}\n\n{name}-title = {title}\n",
        name.replace('-', " ")
    );
    for (part, said) in lines {
        out.push_str(&format!("{name}-{part} = {said}\n"));
    }
    out
}

pub(super) fn transcript(name: &str, zone: &str) -> String {
    let title = title(name);
    format!(
        "# The good road, once for oneself and once for someone else; and what follows when nobody agrees.\n\
         -- Ayu on whatsapp, id, 2026-11-23 09:00 {zone}\n> halo\n...\n> [{title}]\n...\n> setuju\n< Permohonan ini untuk siapa?\n  [Untuk saya] [Untuk orang lain]\n\
         > [Untuk saya]\n...\n> 5108064107909901\n...\n> Ni Luh Ayu Lestari\n< Untuk keperluan apa?\n> mendaftar sekolah\n< Mohon periksa:\n  [Ya, kirim] [Ubah] [Batal]\n\
         > ya\n< Terima kasih. Permohonan Anda *kami terima*.\n\n\
         -- Made on telegram, id, 2026-11-23 09:00 {zone}\n> halo\n...\n> [{title}]\n...\n> setuju\n...\n> [Untuk orang lain]\n...\n> 5108061203809902\n...\n> I Made Contoh\n...\n> Putu Eka\n...\n\
         > mendaftar sekolah\n...\n\n\
         -- Komang on whatsapp, id, 2026-11-23 09:00 {zone}\n> halo\n...\n> [{title}]\n...\n> [Tidak setuju]\n...\n"
    )
}

pub(super) fn office(name: &str, service: &str) -> String {
    let title = title(name);
    let counter: String =
        name.chars().filter(char::is_ascii_alphabetic).take(3).collect::<String>().to_uppercase();
    format!(
        r#"#:schema ../schema/office.schema.json
# Replace what is made up here: name, address, numbers, region and hours.

include = ["defaults"]

id = "{name}"
name = "Disdukcapil {title}"
address = "Jl. Contoh No. 1, {title}"
phone = "(021) 5550100"
whatsapp = "081200009900"
email = "disdukcapil@example.go.id"
website = "disdukcapil.example.go.id"
facebook = "Disdukcapil {title}"
survey = "disdukcapil.example.go.id/survei"

# The digits that NIKs registered here begin with.
region = "51"
zone = "WIB"
utc_offset_minutes = 420

# Monday first.
hours = [
    [["08:00", "12:00"], ["13:00", "16:00"]],
    [["08:00", "12:00"], ["13:00", "16:00"]],
    [["08:00", "12:00"], ["13:00", "16:00"]],
    [["08:00", "12:00"], ["13:00", "16:00"]],
    [["08:00", "11:00"], ["13:00", "15:00"]],
    [],
    [],
]
pickup_hours = "08.00–12.00 WIB"

privacy_contact = "Pejabat Pelindungan Data, disdukcapil@example.go.id"

services = ["{service}"]

counters = [{{ id = "{counter}", name = "Kantor Disdukcapil {title}" }}]

[hours_text]
id = "Senin–Kamis 08.00–16.00, Jumat 08.00–15.00 WIB"
en = "Mon–Thu 08.00–16.00, Fri 08.00–15.00 WIB"
"#
    )
}
