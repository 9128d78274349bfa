//! Ids that carry their kind: `dos_01J…`, 26 characters of Crockford base 32 behind a prefix, sortable by
//! the time they were made. Made by the runtime (time and randomness are its business), never by the core.

use std::fmt;

use super::Millis;

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

fn encode(prefix: &str, value: u128) -> String {
    let mut out = String::with_capacity(prefix.len() + 27);
    out.push_str(prefix);
    out.push('_');
    for shift in (0..26).rev() {
        let digit = (value >> (shift * 5)) & 31;
        out.push(ALPHABET[digit as usize] as char);
    }
    out
}

/// The 128 bits of a new id: 48 bits of time, 80 bits of randomness (the ULID layout).
#[must_use]
pub fn id_bits(at: Millis, random: u128) -> u128 {
    ((at.max(0) as u128) << 80) | (random & ((1u128 << 80) - 1))
}

/// The bits of an id of any kind; none for what is no id.
#[must_use]
pub fn bits_of(id: &str) -> Option<u128> {
    let (_, digits) = id.rsplit_once('_')?;
    digits.bytes().try_fold(0_u128, |bits, byte| {
        let digit = ALPHABET.iter().position(|b| *b == byte)?;
        bits.checked_mul(32)?.checked_add(digit as u128)
    })
}

/// When an id of any kind was made.
#[must_use]
pub fn made_at(id: &str) -> Option<Millis> {
    Millis::try_from(bits_of(id)? >> 80).ok()
}

/// What every id type can do; lets the runtime mint any of them.
pub trait Id: Sized {
    const PREFIX: &'static str;
    fn from_bits(bits: u128) -> Self;
    fn as_str(&self) -> &str;
}

/// A text that is not an id of the wanted kind.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not an id of the kind {0}_…")]
pub struct WrongId(pub &'static str);

macro_rules! id_types {
    ($($(#[$doc:meta])* $name:ident = $prefix:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl Id for $name {
            const PREFIX: &'static str = $prefix;
            fn from_bits(bits: u128) -> Self { Self(encode($prefix, bits)) }
            fn as_str(&self) -> &str { &self.0 }
        }
        impl $name {
            /// Reads a stored or received id.
            ///
            /// # Errors
            /// [`WrongId`] when the prefix, the length or a character is off.
            pub fn parse(text: &str) -> Result<Self, WrongId> {
                let rest = text.strip_prefix(concat!($prefix, "_")).ok_or(WrongId($prefix))?;
                let well = rest.len() == 26 && rest.bytes().all(|b| ALPHABET.contains(&b));
                if well { Ok(Self(text.to_owned())) } else { Err(WrongId($prefix)) }
            }
            #[must_use]
            pub fn as_str(&self) -> &str { &self.0 }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.write_str(&self.0) }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.write_str(&self.0) }
        }
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let text = String::deserialize(d)?;
                Self::parse(&text).map_err(serde::de::Error::custom)
            }
        }
    )*};
}

id_types! {
    /// A citizen, whatever addresses they write from.
    PersonId = "per";
    /// One event that arrived, before and after it was served.
    ArrivalId = "arr";
    /// One bubble, in or out.
    MessageId = "msg";
    /// One file a citizen sent.
    MediaId = "med";
    /// A filed request.
    DossierId = "dos";
    /// A member of staff.
    StaffId = "stf";
    /// A consent that was given or refused.
    ConsentId = "con";
    /// A one-time page.
    PageId = "pag";
    /// An e-mail with a code.
    MailId = "mai";
    /// A row of history: dossier events, audit, alarms, timers.
    RowId = "row";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_back_and_sorts_by_time() {
        let a = PersonId::from_bits(id_bits(1, u128::MAX));
        let b = PersonId::from_bits(id_bits(2, 0));
        assert!(a < b);
        assert_eq!(bits_of(a.as_str()), Some(id_bits(1, u128::MAX)));
        assert_eq!((made_at(b.as_str()), made_at("per_!")), (Some(2), None));
        assert_eq!((bits_of("per"), bits_of("per_!"), bits_of("per_Z")), (None, None, Some(31)));
        assert_eq!(PersonId::parse(a.as_str()), Ok(a.clone()));
        assert!(DossierId::parse(a.as_str()).is_err());
        assert!(PersonId::parse("per_short").is_err());
    }
}
