//! What comes out of triage.

use std::fmt;

use serde::{Serialize, Serializer};

use super::quality::Metrics;
use super::sniff::FileKind;

/// What the photo was asked for. It moves thresholds; it proves nothing about the content.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Expect {
    /// The loss report of the police: one A4 page of text.
    PoliceLetter,
    /// The family card: A4 across, small print.
    Kk,
    /// The identity card: small, large print, glossy.
    Ktp,
    /// A power of attorney: a page with handwriting.
    Attorney,
    /// Anything: only what nobody could use is refused.
    Any,
}

/// What the citizen is told about a photo; the words are those of `sapa photo`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    Accept,
    Blurry,
    Dark,
    Glare,
    Cropped,
    TooSmall,
    NotDocument,
    UnreadableFile,
}

impl Verdict {
    /// As in the contract and in columns.
    pub fn as_str(self) -> &'static str {
        match self {
            Verdict::Accept => "accept",
            Verdict::Blurry => "blurry",
            Verdict::Dark => "dark",
            Verdict::Glare => "glare",
            Verdict::Cropped => "cropped",
            Verdict::TooSmall => "too_small",
            Verdict::NotDocument => "not_document",
            Verdict::UnreadableFile => "unreadable_file",
        }
    }
}

/// Why a photo is not accepted and what to do about it; each has one text.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Advice {
    Blurry,
    Dark,
    Glare,
    Cropped,
    TooSmall,
    NotDocument,
    /// Empty, cut short or damaged: send it again.
    Damaged,
    /// More bytes or pixels than we open: send it as a normal photo.
    TooLarge,
    /// A photo in a form that we cannot open: change the camera's setting, or send it as a photo.
    Heic,
    Video,
    Audio,
    /// Neither photo nor PDF.
    OtherKind,
    /// A PDF that can act (scripts, programs, attached files): send a photo or a plain scan.
    ActivePdf,
}

impl Advice {
    pub const ALL: [Advice; 13] = [
        Advice::Blurry,
        Advice::Dark,
        Advice::Glare,
        Advice::Cropped,
        Advice::TooSmall,
        Advice::NotDocument,
        Advice::Damaged,
        Advice::TooLarge,
        Advice::Heic,
        Advice::Video,
        Advice::Audio,
        Advice::OtherKind,
        Advice::ActivePdf,
    ];

    /// The key of the text. Stable: the texts of every language hang on it.
    pub fn key(self) -> &'static str {
        match self {
            Advice::Blurry => "photo-advice-blurry",
            Advice::Dark => "photo-advice-dark",
            Advice::Glare => "photo-advice-glare",
            Advice::Cropped => "photo-advice-cropped",
            Advice::TooSmall => "photo-advice-too-small",
            Advice::NotDocument => "photo-advice-not-document",
            Advice::Damaged => "photo-advice-damaged",
            Advice::TooLarge => "photo-advice-too-large",
            Advice::Heic => "photo-advice-heic",
            Advice::Video => "photo-advice-video",
            Advice::Audio => "photo-advice-audio",
            Advice::OtherKind => "photo-advice-other-kind",
            Advice::ActivePdf => "photo-advice-active-pdf",
        }
    }

    pub fn verdict(self) -> Verdict {
        match self {
            Advice::Blurry => Verdict::Blurry,
            Advice::Dark => Verdict::Dark,
            Advice::Glare => Verdict::Glare,
            Advice::Cropped => Verdict::Cropped,
            Advice::TooSmall => Verdict::TooSmall,
            Advice::NotDocument => Verdict::NotDocument,
            Advice::Damaged
            | Advice::TooLarge
            | Advice::Heic
            | Advice::Video
            | Advice::Audio
            | Advice::OtherKind
            | Advice::ActivePdf => Verdict::UnreadableFile,
        }
    }
}

impl Serialize for Advice {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.key())
    }
}

/// A judged file.
#[derive(Clone, PartialEq)]
pub struct Judged {
    pub verdict: Verdict,
    /// None exactly when the verdict is `accept`.
    pub advice: Option<Advice>,
    /// By the file's own bytes.
    pub kind: FileKind,
    /// The claimed MIME type was another. For the operator; it changes no verdict.
    pub mislabelled: bool,
    /// What may be stored and shown: an upright JPEG without metadata, or the PDF as it came. There
    /// whenever the file could be opened safely, whatever the verdict.
    pub clean: Option<Vec<u8>>,
    /// Of the clean picture in pixels; 0 when there is none, and for PDF.
    pub width: u32,
    pub height: u32,
    /// Pages of a PDF, when it says so in the open.
    pub pages: Option<u32>,
    /// SHA-256 in hexadecimal of the clean bytes, or of the received ones when nothing is clean.
    pub sha256: String,
    /// A fingerprint of what the picture shows, for [`super::distance`]; 0 when there is no picture.
    pub phash: u64,
    /// What was measured; None when there is no picture.
    pub metrics: Option<Metrics>,
}

impl Judged {
    /// The MIME type of the clean bytes.
    pub fn clean_mime(&self) -> Option<&'static str> {
        self.clean.as_ref().map(|_| if self.kind == FileKind::Pdf { "application/pdf" } else { "image/jpeg" })
    }
}

/// Without the picture, and without hashes by which one could be recognised.
impl fmt::Debug for Judged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Judged")
            .field("verdict", &self.verdict)
            .field("advice", &self.advice)
            .field("kind", &self.kind)
            .field("clean_bytes", &self.clean.as_ref().map(Vec::len))
            .field("width", &self.width)
            .field("height", &self.height)
            .field("metrics", &self.metrics)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_advice_has_a_key_of_its_own_that_begins_alike() {
        let keys: BTreeSet<_> = Advice::ALL.iter().map(|a| a.key()).collect();
        assert_eq!(keys.len(), Advice::ALL.len());
        assert!(keys.iter().all(|k| k.starts_with("photo-advice-")));
        assert!(Advice::ALL.iter().all(|a| a.verdict() != Verdict::Accept));
    }

    #[test]
    fn a_verdict_serialises_as_the_contract_spells_it() {
        for verdict in Advice::ALL.map(Advice::verdict).into_iter().chain([Verdict::Accept]) {
            let json = serde_json::to_value(verdict).expect("a verdict is plain text");
            assert_eq!(json, verdict.as_str());
        }
    }
}
