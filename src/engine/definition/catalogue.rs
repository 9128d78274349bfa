//! What there is to write in a `service.toml`, as a table: each kind with the keys it knows and a sample. The JSON
//! Schema for editors is made from it, and a test reads every sample.

/// A key that a question may have.
pub struct KeyDoc {
    pub name: &'static str,
    pub shape: Shape,
    pub about: &'static str,
}

/// What stands behind a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    Text,
    /// Digits of a region code.
    Digits,
    Bool,
    Integer,
    /// One of these words.
    Word(&'static [&'static str]),
    /// Ids of options.
    Options,
    /// Questions, or sides of their answers.
    Sources,
    /// Text to text.
    Table,
}

/// A kind of question.
pub struct KindDoc {
    pub word: &'static str,
    pub about: &'static str,
    /// Keys that must be there.
    pub needs: &'static [&'static str],
    /// Keys that may be there.
    pub may: &'static [&'static str],
    pub sample: &'static str,
}

pub const KEYS: &[KeyDoc] = &[
    KeyDoc {
        name: "text",
        shape: Shape::Text,
        about: "The id of the versioned wording; change it with the wording.",
    },
    KeyDoc {
        name: "options",
        shape: Shape::Options,
        about: "Two to ten ids; each has a label in the texts.",
    },
    KeyDoc {
        name: "expects",
        shape: Shape::Word(&["police_letter", "kk", "ktp", "attorney", "any"]),
        about: "What should be in the picture.",
    },
    KeyDoc {
        name: "min",
        shape: Shape::Integer,
        about: "At least: a number, options, photos or characters.",
    },
    KeyDoc { name: "max", shape: Shape::Integer, about: "At most: a number, options, files or characters." },
    KeyDoc {
        name: "without",
        shape: Shape::Bool,
        about: "A button says that it is not known, or that there is none.",
    },
    KeyDoc {
        name: "later",
        shape: Shape::Bool,
        about: "A button says that it is not there yet; the chat waits.",
    },
    KeyDoc {
        name: "earliest",
        shape: Shape::Integer,
        about: "Days from today of the first day taken; -30 is a month ago.",
    },
    KeyDoc {
        name: "latest",
        shape: Shape::Integer,
        about: "Days from today of the last day taken; 0 is today.",
    },
    KeyDoc {
        name: "within",
        shape: Shape::Digits,
        about: "The code of the region that the address lies in.",
    },
    KeyDoc {
        name: "level",
        shape: Shape::Word(&["province", "regency", "district", "village"]),
        about: "How far down the region is picked.",
    },
    KeyDoc { name: "street", shape: Shape::Bool, about: "The line of the street is asked for too." },
    KeyDoc { name: "calendar", shape: Shape::Text, about: "A name under [appointments] in office.toml." },
    KeyDoc {
        name: "of",
        shape: Shape::Text,
        about: "The id of the question that asks for the signer's name.",
    },
    KeyDoc {
        name: "from",
        shape: Shape::Text,
        about: "A question's id, or one with a property: nik.regency.",
    },
    KeyDoc { name: "less", shape: Shape::Text, about: "What is taken away: a question of the same sort." },
    KeyDoc {
        name: "values",
        shape: Shape::Sources,
        about: "Questions, or some with a property; one of a group stands for all its rounds.",
    },
    KeyDoc {
        name: "between",
        shape: Shape::Text,
        about: "What stands between the parts; a space when left out.",
    },
    KeyDoc { name: "next", shape: Shape::Text, about: "The service that helps instead; it gets a button." },
    KeyDoc {
        name: "proof",
        shape: Shape::Word(&["code"]),
        about: "code: six digits are mailed there, and typed in the chat.",
    },
    KeyDoc { name: "table", shape: Shape::Table, about: "The value for each answer." },
    KeyDoc { name: "otherwise", shape: Shape::Text, about: "The value for answers that the table has not." },
];

#[rustfmt::skip]
pub const KINDS: &[KindDoc] = &[
    KindDoc { word: "consent", about: "Agreement to a versioned text, before any personal data.", needs: &["text"], may: &[], sample: "text = \"consent-2026-11\"" },
    KindDoc { word: "choice", about: "One of a few options.", needs: &["options"], may: &[], sample: "options = [\"self\", \"other\"]" },
    KindDoc { word: "choices", about: "Several of a few options, tapped one by one or typed: 1 and 3.", needs: &["options"], may: &["min", "max"], sample: "options = [\"lost\", \"torn\", \"faded\"]\nmax = 2" },
    KindDoc { word: "yes_no", about: "Yes or no, in all their forms.", needs: &[], may: &[], sample: "" },
    KindDoc { word: "text", about: "A line of free text.", needs: &[], may: &["min", "max"], sample: "min = 5\nmax = 200" },
    KindDoc { word: "nik", about: "A NIK, with structural checks that explain what is wrong.", needs: &[], may: &[], sample: "" },
    KindDoc { word: "kk_number", about: "The number of a family card.", needs: &[], may: &["without"], sample: "without = true" },
    KindDoc { word: "name", about: "A person's name as the papers have it.", needs: &[], may: &[], sample: "" },
    KindDoc { word: "phone", about: "A phone number, typed or shared as a contact.", needs: &[], may: &[], sample: "" },
    KindDoc { word: "email", about: "An e-mail address; a likely slip is asked back, and a mailed code may prove it.", needs: &[], may: &["without", "proof"], sample: "without = true\nproof = \"code\"" },
    KindDoc { word: "date", about: "A day as people say it: kemarin, 12 mei 24, tgl 3 bulan lalu.", needs: &[], may: &["earliest", "latest"], sample: "earliest = -60\nlatest = 0" },
    KindDoc { word: "number", about: "A whole number, in figures or words.", needs: &[], may: &["min", "max"], sample: "min = 0\nmax = 12" },
    KindDoc { word: "money", about: "An amount in rupiah: 50rb, Rp1.500.000, 2 juta.", needs: &[], may: &["min", "max"], sample: "min = 1000" },
    KindDoc { word: "address", about: "A region picked from the province down to the village, typed with slips.", needs: &[], may: &["within", "level", "street"], sample: "within = \"31\"\nlevel = \"district\"\nstreet = true" },
    KindDoc { word: "location", about: "A place shared from the map.", needs: &[], may: &[], sample: "" },
    KindDoc { word: "photo", about: "One picture.", needs: &[], may: &["expects", "later"], sample: "expects = \"ktp\"" },
    KindDoc { word: "photos", about: "Several pictures: at least `min`, together or one by one.", needs: &[], may: &["expects", "min", "max", "later"], sample: "expects = \"ktp\"\nmin = 2\nmax = 4" },
    KindDoc { word: "document", about: "One PDF, or a photo of the paper.", needs: &[], may: &["expects", "later"], sample: "expects = \"attorney\"\nlater = true" },
    KindDoc { word: "files", about: "Photos or PDFs of a paper, as many as come together.", needs: &[], may: &["expects", "max", "later"], sample: "expects = \"police_letter\"\nmax = 3\nlater = true" },
    KindDoc { word: "village", about: "A village counter of the office's region.", needs: &[], may: &[], sample: "" },
    KindDoc { word: "slot", about: "A place, a day and an hour within the office's quota; what is full is not offered.", needs: &["calendar"], may: &[], sample: "calendar = \"pickup\"" },
    KindDoc { word: "declaration", about: "A versioned statement that the citizen makes with a yes.", needs: &["text"], may: &[], sample: "text = \"truth-2026-11\"" },
    KindDoc { word: "signature", about: "A yes that stands for a signature, in a name that was asked for.", needs: &["of"], may: &[], sample: "of = \"name\"" },
    KindDoc { word: "repeat", about: "A group of questions that is asked once for each: is there another child?", needs: &["each"], may: &["min", "max"], sample: "max = 3\n[[question.each]]\nid = \"child_name\"\nkind = \"name\"\n[[question.each]]\nid = \"child_nik\"\nkind = \"nik\"\noptional = true" },
    KindDoc { word: "computed", about: "Never asked: a property of another answer.", needs: &["from"], may: &["otherwise"], sample: "from = \"nik.regency\"" },
    KindDoc { word: "lookup", about: "Never asked: another answer, translated by a table.", needs: &["from", "table"], may: &["otherwise"], sample: "from = \"nik.regency\"\notherwise = \"elsewhere\"\ntable = { 3171 = \"center\", 3172 = \"north\" }" },
    KindDoc { word: "age", about: "Never asked: the full years since a day that was answered.", needs: &["from"], may: &[], sample: "from = \"born\"" },
    KindDoc { word: "difference", about: "Never asked: one number or amount less another, or the days between two days.", needs: &["from", "less"], may: &[], sample: "from = \"income\"\nless = \"rent\"" },
    KindDoc { word: "sum", about: "Never asked: numbers or amounts together, those of all rounds of a group too.", needs: &["values"], may: &[], sample: "values = [\"wage\", \"pension\"]" },
    KindDoc { word: "count", about: "Never asked: how often a group was gone through.", needs: &["from"], may: &[], sample: "from = \"child\"" },
    KindDoc { word: "first", about: "Never asked: the first of several that was answered.", needs: &["values"], may: &[], sample: "values = [\"mobile\", \"phone_of_a_neighbour\"]" },
    KindDoc { word: "join", about: "Never asked: several answers, one behind the other.", needs: &["values"], may: &["between"], sample: "values = [\"name\", \"village.district\"]\nbetween = \", \"" },
    KindDoc { word: "note", about: "Said once before the next question; nothing is answered.", needs: &[], may: &[], sample: "" },
    KindDoc { word: "person", about: "From here on a person must help.", needs: &[], may: &[], sample: "" },
    KindDoc { word: "ending", about: "Over, and nothing is filed: its text says what to do instead.", needs: &[], may: &["next"], sample: "next = \"ktp-rusak\"" },
    KindDoc { word: "confirm", about: "The summary and the explicit yes. Last.", needs: &[], may: &[], sample: "" },
];

/// The kind with this word.
#[must_use]
pub fn kind_doc(word: &str) -> Option<&'static KindDoc> {
    KINDS.iter().find(|k| k.word == word)
}
