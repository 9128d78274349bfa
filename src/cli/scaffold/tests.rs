#![expect(clippy::unwrap_used, reason = "tests")]
use super::*;
use crate::runtime::library::{Library, Sources, prove};

struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let path = std::env::temp_dir().join(format!("sapa-new-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Folder(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _gone = std::fs::remove_dir_all(&self.0);
    }
}

fn flaws(dir: &Path, office: &str) -> Vec<String> {
    let sources = Sources::from_dir(&dir.join("conversations"), &dir.join("locales")).unwrap();
    match Library::load(&sources, office) {
        Ok(library) => {
            let mut all = library.flaws();
            all.extend(prove(&library, &sources).0);
            all.iter().map(ToString::to_string).collect()
        }
        Err(found) => found.iter().map(ToString::to_string).collect(),
    }
}

#[test]
fn a_new_office_and_a_new_service_pass_the_check_at_once() {
    let folder = Folder::new("both");
    office(&folder.0, "gianyar").unwrap();
    assert_eq!(flaws(&folder.0, "gianyar"), [""; 0]);
    // Of a page that asks for numbers outside of the chat no text may be missing.
    for lang in ["id", "en"] {
        assert!(folder.0.join(format!("locales/{lang}/page.ftl")).exists(), "{lang}");
    }
    service(&folder.0, "gianyar", "surat-pindah").unwrap();
    assert_eq!(flaws(&folder.0, "gianyar"), [""; 0]);
}

#[test]
fn what_exists_is_never_written_over() {
    let folder = Folder::new("twice");
    office(&folder.0, "gianyar").unwrap();
    assert!(office(&folder.0, "gianyar").unwrap_err().contains("exists already"));
    service(&folder.0, "gianyar", "akta").unwrap();
    assert!(service(&folder.0, "gianyar", "akta").unwrap_err().contains("exists already"));
    assert!(service(&folder.0, "tabanan", "akta").unwrap_err().contains("is missing"));
    assert!(service(&folder.0, "gianyar", "btn").unwrap_err().contains("house's own texts (btn-"));
    assert!(folder.0.join("conversations/schema/service.schema.json").exists());
    assert!(service(&folder.0, "gianyar", "Akta Lahir").unwrap_err().contains("is not made of"));
}

#[test]
fn a_service_is_added_to_the_list_of_its_office() {
    let check = |before: &str, after: &str| assert_eq!(listing(before, "b").as_deref(), Some(after));
    check("services = []\n", "services = [\"b\"]\n");
    check("x = 1\nservices = [\"a\"] # all\ny = 2\n", "x = 1\nservices = [\"a\", \"b\"] # all\ny = 2\n");
    check(
        "services = [\n    \"a\", # first\n]\ny = 2\n",
        "services = [\n    \"a\",\n    \"b\", # first\n]\ny = 2\n",
    );
    assert_eq!(listing("x = 1\n", "b"), None);
}
