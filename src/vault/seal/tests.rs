#![expect(clippy::unwrap_used, reason = "tests")]

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use proptest::prelude::*;

use super::*;

/// A folder that goes when the test ends.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Folder {
        Folder(std::env::temp_dir().join(format!("sapa-vault-{}", random_token())))
    }

    fn keys(&self) -> PathBuf {
        self.0.join("made/keys")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

proptest! {
    #[test]
    fn what_is_sealed_opens_again(plain: Vec<u8>, context: String, text: String) {
        let vault = Vault::ephemeral();
        prop_assert_eq!(&vault.open(&context, &vault.seal(&context, &plain)).unwrap(), &plain);
        prop_assert_eq!(&vault.open_bytes(&context, &vault.seal_bytes(&context, &plain)).unwrap(), &plain);
        prop_assert_eq!(vault.open_str(&context, &vault.seal_str(&context, &text)).unwrap(), text);
    }

    #[test]
    fn a_flipped_bit_never_opens(plain: Vec<u8>, at: prop::sample::Index, bit in 0..8u8) {
        let vault = Vault::ephemeral();
        let mut sealed = vault.seal_bytes("test/file", &plain);
        let at = at.index(sealed.len());
        sealed[at] ^= 1 << bit;
        prop_assert!(vault.open_bytes("test/file", &sealed).is_err());
    }

    #[test]
    fn a_value_cut_short_never_opens(plain: Vec<u8>, at: prop::sample::Index) {
        let vault = Vault::ephemeral();
        let sealed = vault.seal_bytes("test/file", &plain);
        prop_assert!(vault.open_bytes("test/file", &sealed[..at.index(sealed.len())]).is_err());
        let text = vault.seal("test/file", &plain);
        prop_assert!(vault.open("test/file", &text[..at.index(text.len())]).is_err());
    }

    #[test]
    fn any_text_can_be_tried_without_harm(text: String, bytes: Vec<u8>) {
        let vault = Vault::ephemeral();
        prop_assert!(vault.open("test", &text).is_err());
        prop_assert!(vault.open_bytes("test", &bytes).is_err());
        prop_assert!(!vault.verify("test", &bytes, &text));
    }
}

#[test]
fn a_value_moved_to_another_place_does_not_open() {
    let vault = Vault::ephemeral();
    let sealed = vault.seal_str("person/phone", "62800000000");
    assert!(matches!(vault.open("person/name", &sealed), Err(VaultError::Broken)));
    assert!(matches!(Vault::ephemeral().open("person/phone", &sealed), Err(VaultError::Broken)));
}

#[test]
fn sealing_twice_gives_two_texts_and_a_seed_gives_one() {
    let vault = Vault::ephemeral();
    assert_ne!(vault.seal("a", b"same"), vault.seal("a", b"same"));
    let seeded = Vault::from_seed(7);
    assert_eq!(seeded.seal("a", b"same"), Vault::from_seed(7).seal("a", b"same"));
    assert_ne!(seeded.seal("a", b"same"), seeded.seal("b", b"same"));
    assert_ne!(seeded.seal("a", b"same"), Vault::from_seed(8).seal("a", b"same"));
}

#[test]
fn an_index_finds_equal_values_within_one_context_only() {
    let vault = Vault::from_seed(1);
    assert_eq!(vault.index("person/nik", "x"), Vault::from_seed(1).index("person/nik", "x"));
    assert_ne!(vault.index("person/nik", "x"), vault.index("person/phone", "x"));
    assert_ne!(vault.index("ab", "c"), vault.index("a", "bc"));
    assert_eq!(vault.index("a", "").len(), 43);
    assert_ne!(vault.fingerprint(), Vault::from_seed(2).fingerprint());
}

#[test]
fn a_token_verifies_for_its_own_message_and_context() {
    let vault = Vault::ephemeral();
    let mac = vault.mac("form", b"tkt_1");
    assert_eq!(mac.len(), 22);
    assert!(vault.verify("form", b"tkt_1", &mac));
    assert!(!vault.verify("form", b"tkt_2", &mac));
    assert!(!vault.verify("cookie", b"tkt_1", &mac));
    assert!(!vault.verify("form", b"tkt_1", &mac[..20]));
    assert!(!vault.verify("form", b"tkt_1", ""));
}

#[test]
fn the_first_start_makes_a_key_file_for_its_owner_alone() {
    let folder = Folder::new();
    let vault = Vault::open_or_create(&folder.keys()).unwrap();
    assert_eq!(mode(&folder.keys()), 0o600);
    assert_eq!(mode(folder.keys().parent().unwrap()), 0o700);
    assert_eq!(fs::read_dir(folder.keys().parent().unwrap()).unwrap().count(), 1, "no draft stays behind");

    let sealed = vault.seal_str("a", "kept");
    let again = Vault::open_or_create(&folder.keys()).unwrap();
    assert_eq!(again.open_str("a", &sealed).unwrap(), "kept");
    assert_eq!(again.fingerprint(), vault.fingerprint());
}

#[test]
fn of_many_processes_that_start_together_all_end_with_the_same_keys() {
    let folder = Folder::new();
    let names: Vec<String> = std::thread::scope(|scope| {
        let starts: Vec<_> = (0..8)
            .map(|_| scope.spawn(|| Vault::open_or_create(&folder.keys()).unwrap().fingerprint()))
            .collect();
        starts.into_iter().map(|s| s.join().unwrap()).collect()
    });
    assert!(names.iter().all(|n| n == &names[0]));
}

#[test]
fn a_key_file_that_others_can_read_is_refused_with_advice() {
    let folder = Folder::new();
    Vault::open_or_create(&folder.keys()).unwrap();
    for loose in [0o640, 0o604, 0o620, 0o601, 0o666] {
        fs::set_permissions(folder.keys(), fs::Permissions::from_mode(loose)).unwrap();
        let refused = Vault::open_or_create(&folder.keys()).unwrap_err();
        assert!(matches!(refused, VaultError::Loose { mode, .. } if mode == loose));
        assert!(refused.to_string().contains("chmod 600"), "{refused}");
    }
    fs::set_permissions(folder.keys(), fs::Permissions::from_mode(0o400)).unwrap();
    Vault::open_or_create(&folder.keys()).unwrap();
}

#[test]
fn a_damaged_key_file_is_never_replaced() {
    let folder = Folder::new();
    Vault::open_or_create(&folder.keys()).unwrap();
    fs::write(folder.keys(), "sapa-keys-1\n").unwrap();
    assert!(matches!(Vault::open_or_create(&folder.keys()), Err(VaultError::KeyFile { .. })));
    assert_eq!(fs::read_to_string(folder.keys()).unwrap(), "sapa-keys-1\n");
}

#[test]
fn an_added_seal_key_seals_from_now_on_and_the_old_values_still_open() {
    let folder = Folder::new();
    let before = Vault::open_or_create(&folder.keys()).unwrap();
    let (old, token) = (before.seal_str("a", "old"), before.mac("a", b"t"));

    let mut text = fs::read_to_string(folder.keys()).unwrap();
    for purpose in [Purpose::Seal, Purpose::Token] {
        text.push_str(&super::super::keys::Key::random("k2", purpose).line());
        text.push('\n');
    }
    fs::write(folder.keys(), text).unwrap();

    let after = Vault::open_or_create(&folder.keys()).unwrap();
    let new = after.seal_str("a", "new");
    assert!(new.starts_with("k2:"));
    assert_eq!(after.open_str("a", &old).unwrap(), "old");
    assert_eq!(after.open_str("a", &new).unwrap(), "new");
    assert!(after.verify("a", b"t", &token));
    assert!(matches!(before.open("a", &new), Err(VaultError::UnknownKey { id }) if id == "k2"));
    assert_eq!(after.fingerprint(), before.fingerprint());
}

#[test]
fn a_vault_and_its_errors_print_no_secret() {
    let vault = Vault::from_seed(1);
    assert_eq!(format!("{vault:?}"), "Vault");
    let sealed = vault.seal_str("person/name", "Ketut Contoh");
    let refused = vault.open("person/phone", &sealed).unwrap_err();
    assert!(!format!("{refused} {refused:?}").contains("Ketut"));
}

#[test]
fn what_an_earlier_release_sealed_still_opens() {
    assert_eq!(Vault::from_seed(42).seal_str("sample", "dari rilis pertama"), SAMPLE);
    assert_eq!(Vault::from_seed(42).open_str("sample", SAMPLE).unwrap(), "dari rilis pertama");
}

/// Never to be changed: the databases in the field hold values of this form.
const SAMPLE: &str = "k1:vVUC7xnVQ_DN6iM10ELDPgflthmNFIP6e5yhjjYzR75zXlK0HvUaoeBjnhGaxeoDJ_i_Zft2_secew";
