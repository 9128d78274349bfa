//! Templates: the sentences that a platform has approved in advance, the only ones that leave outside the reply
//! window (WhatsApp). Each occasion on which the office speaks first has one.

use serde::{Deserialize, Serialize};
use unicode_segmentation::UnicodeSegmentation;

use super::redacted::{Redacted, mask_id_numbers};

/// When the office speaks without being asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Occasion {
    Received,
    NeedsCorrection,
    Cancelled,
    Ready,
    /// An officer wrote while the window was shut: the answer itself follows the citizen's tap.
    OfficerAnswered,
    /// An unfinished request waits.
    Resume,
}

impl Occasion {
    pub const ALL: [Occasion; 6] = [
        Occasion::Received,
        Occasion::NeedsCorrection,
        Occasion::Cancelled,
        Occasion::Ready,
        Occasion::OfficerAnswered,
        Occasion::Resume,
    ];

    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Occasion::Received => "received",
            Occasion::NeedsCorrection => "needs_correction",
            Occasion::Cancelled => "cancelled",
            Occasion::Ready => "ready",
            Occasion::OfficerAnswered => "officer_answered",
            Occasion::Resume => "resume",
        }
    }

    /// What a template of this occasion may name. No ID number is among it, nor anything else that the citizen
    /// typed into the request.
    #[must_use]
    pub fn parameters(self) -> &'static [&'static str] {
        match self {
            Occasion::Received => &["ticket"],
            Occasion::NeedsCorrection | Occasion::Cancelled => &["ticket", "reason", "step"],
            Occasion::Ready => &["ticket", "queue", "place", "date", "hours"],
            Occasion::OfficerAnswered => &["office"],
            Occasion::Resume => &["service"],
        }
    }
}

/// What a platform says about a template. `Unknown` is tried; everything but `Approved` and `Unknown` is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    Approved,
    Unknown,
    /// Submitted, not judged yet.
    Pending,
    Paused,
    Disabled,
    Rejected,
    /// The platform has none of this name and language.
    Missing,
}

impl Standing {
    pub const ALL: [Standing; 7] = [
        Standing::Approved,
        Standing::Unknown,
        Standing::Pending,
        Standing::Paused,
        Standing::Disabled,
        Standing::Rejected,
        Standing::Missing,
    ];

    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Standing::Approved => "approved",
            Standing::Unknown => "unknown",
            Standing::Pending => "pending",
            Standing::Paused => "paused",
            Standing::Disabled => "disabled",
            Standing::Rejected => "rejected",
            Standing::Missing => "missing",
        }
    }

    #[must_use]
    pub fn parse(text: &str) -> Option<Standing> {
        Self::ALL.into_iter().find(|s| s.as_str() == text)
    }

    #[must_use]
    pub fn usable(self) -> bool {
        matches!(self, Standing::Approved | Standing::Unknown)
    }
}

/// What a platform told about one template, in a webhook or when asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateNews {
    pub name: String,
    pub language: String,
    pub standing: Standing,
    /// The platform's own words: the reason of a refusal, the category. Never personal data.
    pub detail: String,
}

/// A template with its places filled, ready to be sent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Filled {
    pub occasion: Occasion,
    pub name: String,
    /// As the platform writes it: `id`, `en`.
    pub language: String,
    /// In the order in which the body names them.
    pub parameters: Vec<(String, Redacted<String>)>,
    /// What comes back from each quick reply button, in order.
    pub payloads: Vec<String>,
}

/// A text that may stand in a template's place: one line, no run of spaces (Meta refuses new lines, tabs and more
/// than four spaces in a row: 132012), never empty, no ID number, at most `max` characters.
#[must_use]
pub fn sanitise(text: &str, max: usize) -> String {
    let words: Vec<&str> = text.split(|c: char| c.is_whitespace() || c.is_control()).collect();
    let one_line = words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    let masked = mask_id_numbers(&one_line);
    let cut = if masked.graphemes(true).count() <= max {
        masked
    } else {
        let kept: String = masked.graphemes(true).take(max.saturating_sub(1)).collect();
        format!("{}…", kept.trim_end())
    };
    if cut.is_empty() { "-".to_owned() } else { cut }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_put_into_a_template_is_one_short_line_without_id_numbers() {
        let check = |text: &str, max: usize, expected: &str| assert_eq!(sanitise(text, max), expected);
        check("surat sudah kedaluwarsa", 60, "surat sudah kedaluwarsa");
        check(" baris satu\r\nbaris\tdua      tiga\u{2028}", 60, "baris satu baris dua tiga");
        check("", 60, "-");
        check("\n\t ", 60, "-");
        check("alasan yang panjang", 10, "alasan ya…");
        let masked = sanitise("NIK 5108064107909901 salah", 60);
        assert!(!masked.contains("5108064107909901"), "{masked}");
    }

    #[test]
    fn no_occasion_offers_a_place_for_an_id_number() {
        for occasion in Occasion::ALL {
            for name in occasion.parameters() {
                assert!(!["nik", "kk", "name", "phone", "email"].contains(name), "{occasion:?} {name}");
            }
        }
    }
}
