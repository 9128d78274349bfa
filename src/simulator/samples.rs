//! Pictures and a PDF to send from the page. All persons, numbers and offices on them are invented.

use bytes::Bytes;

/// A file that a simulated citizen can send.
#[derive(Clone, Copy)]
pub struct Sample {
    /// `letter`, `letter-blurred`, …
    pub name: &'static str,
    pub label_id: &'static str,
    pub label_en: &'static str,
    pub mime: &'static str,
    pub filename: &'static str,
    pub bytes: &'static [u8],
}

impl Sample {
    pub fn find(name: &str) -> Option<&'static Self> {
        SAMPLES.iter().find(|sample| sample.name == name)
    }

    pub fn data(&self) -> Bytes {
        Bytes::from_static(self.bytes)
    }
}

pub const SAMPLES: &[Sample] = &[
    Sample {
        name: "letter",
        label_id: "Surat polisi, jelas",
        label_en: "Police letter, clear",
        mime: "image/jpeg",
        filename: "surat-kehilangan.jpg",
        bytes: include_bytes!("samples/letter.jpg"),
    },
    Sample {
        name: "letter-blurred",
        label_id: "Surat polisi, buram",
        label_en: "Police letter, blurred",
        mime: "image/jpeg",
        filename: "surat-buram.jpg",
        bytes: include_bytes!("samples/letter-blurred.jpg"),
    },
    Sample {
        name: "letter-dark",
        label_id: "Surat polisi, gelap",
        label_en: "Police letter, dark",
        mime: "image/jpeg",
        filename: "surat-gelap.jpg",
        bytes: include_bytes!("samples/letter-dark.jpg"),
    },
    Sample {
        name: "letter-small",
        label_id: "Surat polisi, terlalu kecil",
        label_en: "Police letter, too small",
        mime: "image/jpeg",
        filename: "surat-kecil.jpg",
        bytes: include_bytes!("samples/letter-small.jpg"),
    },
    Sample {
        name: "power-of-attorney",
        label_id: "Surat kuasa F-1.07",
        label_en: "Power of attorney F-1.07",
        mime: "image/jpeg",
        filename: "surat-kuasa.jpg",
        bytes: include_bytes!("samples/power-of-attorney.jpg"),
    },
    Sample {
        name: "family-card",
        label_id: "Kartu Keluarga",
        label_en: "Family card (KK)",
        mime: "image/jpeg",
        filename: "kartu-keluarga.jpg",
        bytes: include_bytes!("samples/family-card.jpg"),
    },
    Sample {
        name: "letter-pdf",
        label_id: "Surat polisi, PDF",
        label_en: "Police letter, PDF",
        mime: "application/pdf",
        filename: "surat-kehilangan.pdf",
        bytes: include_bytes!("samples/letter.pdf"),
    },
];
