//! What authors and operators do with conversations: edit them while the program runs, save a chat as a transcript,
//! look at who is in the middle, draw, begin anew.

use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};

use sapa::simulator::PlatformConfig;

use super::citizen::answered;
use super::program::{command, fresh_folder, until};
use super::*;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().flatten() {
        let (path, target) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            copy(&path, &target);
        } else {
            std::fs::copy(&path, &target).unwrap();
        }
    }
}

/// Conversations and texts of one's own in a folder.
fn texts(folder: &Path) -> PathBuf {
    let texts = folder.join("texts");
    for part in ["conversations", "locales"] {
        copy(&root().join(part), &texts.join(part));
    }
    texts
}

fn edit(file: &Path, from: &str, to: &str) {
    let content = std::fs::read_to_string(file).unwrap();
    assert!(content.contains(from), "{} has no {from:?}", file.display());
    std::fs::write(file, content.replace(from, to)).unwrap();
}

fn run(folder: &Path, words: &[&str]) -> Output {
    command(folder).args(words).output().unwrap()
}

fn told(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[tokio::test]
async fn an_edit_is_taken_while_it_runs_and_one_with_flaws_is_not() {
    let mut program = Program::prepared(Database::Sqlite, "webhook", PlatformConfig::quick()).await;
    let texts = texts(&program.folder);
    std::fs::write(program.folder.join("sapa.toml"), "texts_dir = \"texts\"\ntexts_watch = \"on\"\n")
        .unwrap();
    program.launch().await;
    let log = program.folder.join("log");
    let logged = async |what: &str| {
        until(what, async || std::fs::read_to_string(&log).is_ok_and(|log| log.contains(what))).await;
    };
    let says = async |expected: &str| {
        let phone = program.phone(Channel::WhatsApp);
        let place = phone.place();
        phone.send_text("ktp saya hilang");
        answered(&phone, place, expected).await;
    };
    says("mohon persetujuan Anda").await;
    let file = texts.join("locales/id/ktp-hilang.ftl");
    edit(&file, "Sebelum mulai, mohon persetujuan Anda.", "Sebelum mulai, mohon izin Anda dahulu.");
    logged("the edited conversations and texts are in use").await;
    says("mohon izin Anda dahulu").await;
    edit(&file, "ktp-hilang-nik-help =", "ktp-hilang-nikk-help =");
    logged("the text ktp-hilang-nik-help is missing in id").await;
    logged("the edit is not taken").await;
    says("mohon izin Anda dahulu").await;
}

#[tokio::test]
async fn who_is_in_the_middle_is_told_before_a_release_and_moves_after_it() {
    let mut program = Program::prepared(Database::Sqlite, "webhook", PlatformConfig::quick()).await;
    let texts = texts(&program.folder);
    let settings = "texts_dir = \"texts\"\ntexts_watch = \"off\"\n[whatsapp]\nper_second = 80\n";
    std::fs::write(program.folder.join("sapa.toml"), settings).unwrap();
    program.launch().await;
    let phone = program.phone(Channel::WhatsApp);
    for step in &LOST_KTP[..5] {
        step.walk(&phone).await;
    }
    let service = texts.join("conversations/buleleng/ktp-hilang/service.toml");
    edit(
        &service,
        "[[question]]\nid = \"kk\"\nkind = \"kk_number\"\nwhose = \"applicant\"\nwithout = true\n\n",
        "",
    );
    for lang in ["id", "en"] {
        let file = texts.join(format!("locales/{lang}/ktp-hilang.ftl"));
        let content = std::fs::read_to_string(&file).unwrap();
        let kept: Vec<&str> = content.lines().filter(|line| !line.starts_with("ktp-hilang-kk")).collect();
        std::fs::write(&file, kept.join("\n") + "\n").unwrap();
    }
    let told = told(&run(&program.folder, &["check", "texts", "--against-live"]));
    for line in [
        "buleleng: 1 conversation in progress",
        "  1 at kk, silent for 0 min at most",
        "    kk is removed: kk_number",
        "    4 of their answers stay",
    ] {
        assert!(told.contains(line), "{line}\n{told}");
    }
    program.kill();
    program.restart().await;
    let place = phone.place();
    phone.send_text("5108060101159902");
    answered(&phone, place, "Mohon kirim foto *Surat Keterangan Hilang").await;
}

#[test]
fn a_chat_is_undone_explained_and_saved_as_a_transcript_that_is_proven() {
    use std::io::Write as _;
    let folder = fresh_folder();
    let mut child = command(&folder)
        .args(["chat", "--service", "ktp-hilang"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = "setuju\nmilik saya\n5108064107909901\n/undo\n/state\n/why\n5108064107909901\nNi Luh Ayu\n/save ayu.chat\n";
    child.stdin.take().unwrap().write_all(lines.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let told = told(&output);
    assert!(output.status.success(), "{told}");
    for line in [
        "(taken back)",
        "  open: nik\n",
        "  applicant = self\n",
        "> asked now        nik ",
        "  left out         proxy_name       as it is not so that applicant == \"other\"",
    ] {
        assert!(told.contains(line), "{line}\n{told}");
    }
    let saved = std::fs::read_to_string(folder.join("ayu.chat")).unwrap();
    let place = folder.join("conversations/buleleng/ktp-hilang/ayu.chat");
    std::fs::create_dir_all(place.parent().unwrap()).unwrap();
    std::fs::write(&place, &saved).unwrap();
    crate::transcripts::plays(&place);
    assert!(
        saved.contains(
            "> [Setuju]\n< KTP siapa yang hilang?\n  [Milik saya] [Milik orang lain]\n> [Milik saya]\n"
        ),
        "{saved}"
    );
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn an_office_begins_with_a_skeleton_that_is_proven_and_drawn() {
    let folder = fresh_folder();
    assert!(run(&folder, &["new", "office", "gianyar"]).status.success());
    assert!(run(&folder, &["new", "service", "surat-pindah", "--office", "gianyar"]).status.success());
    let checked = run(&folder, &["check", ".", "--json"]);
    let json: serde_json::Value = serde_json::from_slice(&checked.stdout).unwrap();
    assert_eq!((checked.status.code(), &json["flaws"]), (Some(0), &serde_json::json!([])));
    let services = json["services"].as_array().unwrap();
    assert_eq!(services.len(), 2);
    for service in services {
        assert_eq!(
            (&service["shortest"], &service["visited"]),
            (&serde_json::json!(7), &serde_json::json!([7, 7]))
        );
    }
    let drawn = run(&folder, &["diagram", "surat-pindah", "--office", "gianyar", "--dir", "."]);
    assert!(told(&drawn).starts_with("<svg "), "{}", String::from_utf8_lossy(&drawn.stderr));
    let again = run(&folder, &["new", "office", "gianyar"]);
    assert_eq!(again.status.code(), Some(2));
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn words_of_the_offices_own_are_understood_from_its_folder_at_once() {
    let folder = fresh_folder();
    let texts = texts(&folder);
    let edited = texts.join("locales/id/lexicon.tsv");
    let lines = std::fs::read_to_string(&edited).unwrap();
    std::fs::write(&edited, format!("{lines}keteepeku\tktp\t\nsirnakan\thilang\t\n")).unwrap();
    let understood = |words: &[&str]| {
        let mut program = command(&folder);
        program.arg("understand").args(words).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut program = program.spawn().unwrap();
        std::io::Write::write_all(&mut program.stdin.take().unwrap(), b"keteepeku sirnakan\n").unwrap();
        let output = program.wait_with_output().unwrap();
        serde_json::from_slice::<serde_json::Value>(&output.stdout).unwrap()["intent"].clone()
    };
    assert_ne!(understood(&[]), "lost_ktp");
    assert_eq!(understood(&["--dir", &texts.display().to_string()]), "lost_ktp");
    let nowhere = run(&folder, &["understand", "--dir", "nowhere"]);
    assert_eq!(nowhere.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&nowhere.stderr).starts_with("sapa understand: nowhere/conversations"));
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn a_transcript_that_no_longer_says_what_happens_is_told_by_the_program_alone() {
    let folder = fresh_folder();
    let texts = texts(&folder);
    let asks = "Mohon ketik *nama lengkap* pemilik KTP, seperti tertulis di Kartu Keluarga.";
    edit(&texts.join("locales/id/ktp-hilang.ftl"), asks, "Siapa nama pemilik KTP?");
    let checked = run(&folder, &["check", "texts", "--json"]);
    assert_eq!(checked.status.code(), Some(1));
    let json: serde_json::Value = serde_json::from_slice(&checked.stdout).unwrap();
    let flaws: Vec<String> = json["flaws"]
        .as_array()
        .unwrap()
        .iter()
        .map(|f| format!("{}:{}: {}", f["file"], f["line"], f["what"]))
        .collect();
    let told = flaws
        .iter()
        .find(|f| f.contains("buleleng/ktp-hilang/baik.chat"))
        .unwrap_or_else(|| panic!("{flaws:#?}"));
    for part in [asks, "where now name is open", "Siapa nama pemilik KTP?"] {
        assert!(told.contains(part), "{part}\n{told}");
    }
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn an_office_that_shouts_is_told_so_and_proven_all_the_same() {
    let folder = fresh_folder();
    assert!(run(&folder, &["new", "office", "gianyar"]).status.success());
    let file = folder.join("locales/id/gianyar/surat-contoh.ftl");
    edit(&file, "surat-contoh-nik-help = NIK terdiri", "surat-contoh-nik-help = NIK SALAH!!! NIK terdiri");
    let checked = run(&folder, &["check", "."]);
    let told = told(&checked);
    assert_eq!(checked.status.code(), Some(0), "{told}");
    assert!(told.contains("note: ./locales/id/gianyar/surat-contoh.ftl:"), "{told}");
    assert!(told.contains(": surat-contoh-nik-help: shouts with several !"), "{told}");
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn a_mark_at_the_start_of_a_file_and_a_list_over_several_lines_are_no_faults() {
    let folder = fresh_folder();
    assert!(run(&folder, &["new", "office", "gianyar"]).status.success());
    let office = folder.join("conversations/gianyar/office.toml");
    edit(&office, "services = [\"surat-contoh\"]", "services = [\n    \"surat-contoh\",\n]");
    assert!(run(&folder, &["new", "service", "akta-lahir", "--office", "gianyar"]).status.success());
    for file in [
        "conversations/gianyar/office.toml",
        "conversations/gianyar/akta-lahir/service.toml",
        "conversations/gianyar/akta-lahir/baik.chat",
        "locales/id/gianyar/akta-lahir.ftl",
    ] {
        let content = std::fs::read_to_string(folder.join(file)).unwrap();
        std::fs::write(folder.join(file), format!("\u{feff}{content}")).unwrap();
    }
    let checked = run(&folder, &["check", "."]);
    assert_eq!(checked.status.code(), Some(0), "{}", told(&checked));
    edit(&office, "counters = [", "draft_days = -1\ncounters = [");
    let told = told(&run(&folder, &["check", "."]));
    assert!(
        told.contains("draft_days: invalid value: integer `-1`, expected a whole number, 0 or more"),
        "{told}"
    );
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn a_chat_goes_on_after_a_mailed_code_that_is_undone_and_saved() {
    use std::io::{BufRead as _, BufReader, Write as _};
    let folder = fresh_folder();
    assert!(run(&folder, &["new", "office", "gianyar"]).status.success());
    let service = folder.join("conversations/gianyar/surat-contoh/service.toml");
    let email =
        "[[question]]\nid = \"email\"\nkind = \"email\"\nproof = \"code\"\n\n[[question]]\nid = \"reason\"";
    edit(&service, "[[question]]\nid = \"reason\"", email);
    edit(&service, "message_budget = ", "message_budget = 1");
    for lang in ["id", "en"] {
        let file = folder.join(format!("locales/{lang}/gianyar/surat-contoh.ftl"));
        let texts = std::fs::read_to_string(&file).unwrap();
        let own = "surat-contoh-email = Mohon ketik *e-mail* Anda.\nsurat-contoh-email-help = Contoh: ayu@example.com\nsurat-contoh-email-label = E-mail\n";
        std::fs::write(&file, format!("{texts}{own}")).unwrap();
    }
    let chat = ["chat", "--office", "gianyar", "--service", "surat-contoh", "--dir", "."];
    let mut child = command(&folder).args(chat).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(b"setuju\nuntuk saya\n5108064107909901\nNi Luh Ayu\nayu@example.com\n").unwrap();
    let mut heard = BufReader::new(child.stdout.take().unwrap()).lines();
    let code = heard.by_ref().map_while(Result::ok).find_map(|line| {
        let mail = line.trim_start().strip_prefix('|')?;
        mail.split(|c: char| !c.is_ascii_digit()).find(|run| run.len() == 6).map(str::to_owned)
    });
    let code = code.unwrap();
    // Typed as it stands in the mail; undone once and said again as the newest mail has it.
    stdin
        .write_all(
            format!("{code}\nsekolah\n/undo\n/state\n/undo\n/code\n/state\n/save kode.chat\n").as_bytes(),
        )
        .unwrap();
    drop(stdin);
    let told: Vec<String> = heard.map_while(Result::ok).collect();
    let told = told.join("\n");
    assert!(child.wait().unwrap().success(), "{told}");
    assert_eq!(told.matches("  open: reason").count(), 2, "{told}");
    let saved = std::fs::read_to_string(folder.join("kode.chat")).unwrap();
    assert!(saved.contains("> ayu@example.com\n") && saved.contains("-- code\n"), "{saved}");
    assert!(!saved.contains(&code), "{saved}");
    std::fs::write(folder.join("conversations/gianyar/surat-contoh/kode.chat"), saved).unwrap();
    let checked = run(&folder, &["check", "."]);
    let told = self::told(&checked);
    assert!(!told.contains("kode.chat"), "{told}");
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn a_service_of_ones_own_is_opened_by_what_citizens_say() {
    use std::io::Write as _;
    let folder = fresh_folder();
    assert!(run(&folder, &["new", "office", "gianyar"]).status.success());
    assert!(run(&folder, &["new", "service", "akta-lahir", "--office", "gianyar"]).status.success());
    let file = folder.join("locales/id/gianyar/akta-lahir.ftl");
    edit(
        &file,
        "akta-lahir-intro =",
        "akta-lahir-examples =\n    mau buat akta kelahiran\n    anak saya baru lahir\nakta-lahir-intro =",
    );
    let said = |line: &str| {
        let mut child = command(&folder)
            .args(["chat", "--office", "gianyar", "--dir", "."])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(format!("{line}\n/state\n").as_bytes()).unwrap();
        told(&child.wait_with_output().unwrap())
    };
    for line in ["kak sy mau bikin akta kelahiran", "halo, anak saya baru lahir kemarin"] {
        let told = said(line);
        assert!(told.contains("  akta-lahir ") && told.contains("  open: consent"), "{line}: {told}");
    }
    let cost = said("berapa biaya buat akta kelahiran?");
    assert!(cost.contains("No service is open") && cost.contains("Tidak dipungut biaya"), "{cost}");
    let needed = said("syarat buat akta kelahiran apa ya?");
    assert!(needed.contains("No service is open") && needed.contains("Yang diperlukan: NIK."), "{needed}");
    let checked = run(&folder, &["check", "."]);
    assert_eq!(checked.status.code(), Some(0), "{}", told(&checked));
    std::fs::remove_dir_all(folder).unwrap();
}
