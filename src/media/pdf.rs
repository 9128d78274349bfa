//! PDF is kept as it came, so it is checked instead of cleaned: that it is whole, and that it does not
//! act. Names inside compressed object streams are not seen; whoever shows a PDF still has to do it in
//! a sandbox.

use super::sniff::PDF_HEADER_WITHIN;
use super::verdict::Advice;

/// Writers append a line or two after the end, transports pad with zeros.
const TRAILER_WITHIN: usize = 2048;
/// What makes a PDF act (ISO 32000-1, 12.6.4 and 7.11.4): scripts, programs to start, files and films
/// inside. `/JS` is not among them: three letters come up by chance in compressed data, and without
/// `/JavaScript` nothing runs it.
const ACTS: [&[u8]; 5] = [b"JavaScript", b"Launch", b"EmbeddedFile", b"EmbeddedFiles", b"RichMedia"];

pub(super) struct Pdf {
    /// None when the pages are described inside compressed streams.
    pub(super) pages: Option<u32>,
}

pub(super) fn check(bytes: &[u8]) -> Result<Pdf, Advice> {
    let has = |part: &[u8], what: &[u8]| part.windows(what.len()).any(|w| w == what);
    let head = &bytes[..bytes.len().min(PDF_HEADER_WITHIN)];
    let tail = &bytes[bytes.len().saturating_sub(TRAILER_WITHIN)..];
    if !has(head, b"%PDF-") || !has(tail, b"%%EOF") {
        return Err(Advice::Damaged);
    }
    let mut pages = 0;
    let mut at = 0;
    while let Some(slash) = bytes[at..].iter().position(|b| *b == b'/') {
        at += slash + 1;
        let name = Name::read(&bytes[at..]);
        if ACTS.contains(&name.as_slice()) {
            return Err(Advice::ActivePdf);
        }
        if name.as_slice() == b"Type" {
            let rest = bytes[at + name.length..].trim_ascii_start();
            if rest.first() == Some(&b'/') && Name::read(&rest[1..]).as_slice() == b"Page" {
                pages += 1;
            }
        }
    }
    // Without one object (ISO 32000-1, 7.3.10) there is nothing that anyone could read.
    if !has(bytes, b" obj") {
        return Err(Advice::Damaged);
    }
    Ok(Pdf { pages: (pages > 0).then_some(pages) })
}

/// A name after its slash, with `#41` read as `A` (a favourite way of hiding one).
struct Name {
    letters: [u8; Name::LONGEST],
    count: usize,
    /// In the file, escapes included.
    length: usize,
}

impl Name {
    /// Longer than any name that is looked for.
    const LONGEST: usize = 16;

    fn read(bytes: &[u8]) -> Name {
        let mut name = Name { letters: [0; Name::LONGEST], count: 0, length: 0 };
        while let Some(&byte) = bytes.get(name.length) {
            let ends = matches!(byte, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%');
            if ends || byte <= b' ' || name.count == Name::LONGEST {
                break;
            }
            let escaped = (byte == b'#').then(|| hex(bytes.get(name.length + 1..name.length + 3)?)).flatten();
            name.letters[name.count] = escaped.unwrap_or(byte);
            name.count += 1;
            name.length += if escaped.is_some() { 3 } else { 1 };
        }
        name
    }

    fn as_slice(&self) -> &[u8] {
        &self.letters[..self.count]
    }
}

fn hex(two: &[u8]) -> Option<u8> {
    let digit = |b: u8| char::from(b).to_digit(16);
    u8::try_from(digit(two[0])? * 16 + digit(two[1])?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pages(body: &str) -> Result<Option<u32>, Advice> {
        check(format!("%PDF-1.4\n1 0 obj\n{body}\nendobj\nstartxref\n9\n%%EOF\n").as_bytes())
            .map(|pdf| pdf.pages)
    }

    #[test]
    fn pages_are_counted_when_they_are_in_the_open() {
        let body = "<</Type/Pages/Count 2>> <</Type/Page>> <</Type /Page/Parent 1 0 R>>";
        assert_eq!(pages(body), Ok(Some(2)));
        assert_eq!(pages("<</Type/ObjStm>>"), Ok(None));
    }

    #[test]
    fn a_pdf_that_can_act_is_refused_in_whatever_spelling() {
        for act in [
            "/S/JavaScript/JS(app.alert(1))",
            "/Names<</J#61vaScript 3 0 R>>",
            "/S /Launch",
            "/EF /EmbeddedFiles",
            "/Type/EmbeddedFile",
            "/Subtype/RichMedia",
            "/#4c#61unch",
        ] {
            assert_eq!(pages(act), Err(Advice::ActivePdf), "{act}");
        }
        for harmless in ["/JavaScriptless", "/Launchpad 1", "JavaScript", "/JS", "/#", "/#4", "/#zz", "/"] {
            assert_eq!(pages(harmless), Ok(None), "{harmless}");
        }
    }

    #[test]
    fn a_pdf_that_was_cut_is_damaged() {
        assert_eq!(check(b"%PDF-1.4\n<</Type/Page>>").err(), Some(Advice::Damaged));
        assert_eq!(check(b"%PDF-1.7\n%%EOF").err(), Some(Advice::Damaged));
        assert_eq!(check(b"%%EOF").err(), Some(Advice::Damaged));
        assert_eq!(check(b"").err(), Some(Advice::Damaged));
    }
}
