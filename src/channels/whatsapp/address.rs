//! Who it is, from the fields that may or may not be there.

use serde_json::Value;

use crate::channels::json::{scalar, text};
use crate::domain::inbound::{Address, AddressKind};
use crate::domain::redacted::Redacted;

/// Meta, business-scoped-user-ids (2026-06-29): a country, a dot, up to 128 letters and digits; with
/// `ENT.` between for the id of the parent portfolio.
fn user_id_kind(value: &str) -> Option<AddressKind> {
    let (country, rest) = value.split_at_checked(2)?;
    let rest = rest.strip_prefix('.')?;
    let (id, kind) = match rest.strip_prefix("ENT.") {
        Some(id) => (id, AddressKind::WaParentBsuid),
        None => (rest, AddressKind::WaBsuid),
    };
    let well = country.bytes().all(|b| b.is_ascii_uppercase())
        && (1..=128).contains(&id.len())
        && id.bytes().all(|b| b.is_ascii_alphanumeric());
    well.then_some(kind)
}

/// `+` and 7 to 15 digits (E.164), from what platforms write without the plus.
pub(super) fn phone(value: &str) -> Option<String> {
    let digits = value.strip_prefix('+').unwrap_or(value);
    let well = (7..=15).contains(&digits.len())
        && digits.bytes().all(|b| b.is_ascii_digit())
        && !digits.starts_with('0');
    well.then(|| format!("+{digits}"))
}

fn address(kind: AddressKind, value: String) -> Address {
    Address { kind, value: Redacted::new(value) }
}

/// A value from a field that should hold a phone number. A user id was seen there too (courier
/// `hello_bsuid_in_from.json`): the shape decides. Digits that are no E.164 number are taken as well: whoever
/// the platform names in this field can be answered there.
pub(super) fn by_shape(value: &str) -> Option<Address> {
    if let Some(kind) = user_id_kind(value) {
        return Some(address(kind, value.to_owned()));
    }
    let digits = value.strip_prefix('+').unwrap_or(value);
    let well = (3..=20).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    well.then(|| address(AddressKind::WaPhone, format!("+{digits}")))
}

/// A value from a field that should hold a user id. The field's word counts, unless the shape is that of a parent
/// id (Meta's examples write parent ids without the `ENT.` too): a format change must not make a person disappear.
fn by_field(value: &str, kind: AddressKind) -> Option<Address> {
    let plausible =
        value.len() <= 160 && value.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b));
    let parent = user_id_kind(value) == Some(AddressKind::WaParentBsuid);
    plausible.then(|| address(if parent { AddressKind::WaParentBsuid } else { kind }, value.to_owned()))
}

/// Collects addresses, best first: user id, parent user id, phone.
#[derive(Default)]
pub(super) struct Found(Vec<Address>);

impl Found {
    pub(super) fn user_id(mut self, object: &Value, key: &str) -> Found {
        let found = text(object, key).and_then(|value| by_field(value, AddressKind::WaBsuid));
        self.0.extend(found);
        self
    }

    pub(super) fn parent_id(mut self, object: &Value, key: &str) -> Found {
        let found = text(object, key).and_then(|value| by_field(value, AddressKind::WaParentBsuid));
        self.0.extend(found);
        self
    }

    pub(super) fn phone(mut self, object: &Value, key: &str) -> Found {
        self.0.extend(scalar(object, key).and_then(|value| by_shape(&value)));
        self
    }

    /// One of each kind: an envelope that names two numbers names the sender's first.
    pub(super) fn done(self) -> Vec<Address> {
        let mut found = self.0;
        found.sort_by_key(|address| address.kind);
        found.dedup_by_key(|address| address.kind);
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shape_tells_a_user_id_from_a_phone_number() {
        let check = |value: &str, expected: Option<(AddressKind, &str)>| {
            let found = by_shape(value);
            assert_eq!(found.as_ref().map(|a| (a.kind, a.value.expose().as_str())), expected, "{value}");
        };
        check("6281200009901", Some((AddressKind::WaPhone, "+6281200009901")));
        check("+6281200009901", Some((AddressKind::WaPhone, "+6281200009901")));
        check("ID.9901", Some((AddressKind::WaBsuid, "ID.9901")));
        check("ID.ENT.9901a", Some((AddressKind::WaParentBsuid, "ID.ENT.9901a")));
        check("id.9901", None);
        check("ID.", None);
        check("5678", Some((AddressKind::WaPhone, "+5678")));
        check("12", None);
        check("é", None);
    }
}
