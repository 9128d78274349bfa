//! `smtp_url` and `smtp_from`, checked.

use lettre::Address;
use lettre::message::Mailbox;

use crate::domain::redacted::Redacted;

/// How the connection is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tls {
    /// From its first byte: `smtps://`.
    Wrapped,
    /// By STARTTLS, or there is no mail: `smtp://`.
    Required,
    /// Not at all: to this very machine, or where the operator says so.
    Off,
}

/// Where mails are handed over, and as whom. Debug shows no password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) tls: Tls,
    pub(super) login: Option<(String, Redacted<String>)>,
    pub(super) from: Mailbox,
}

const SHAPE: &str = "expected smtp://user:password@host:587 or smtps://user:password@host:465";

impl Settings {
    /// Reads an address such as `smtps://user:password@host` and the sender, which is made from the first where it is
    /// not given.
    ///
    /// # Errors
    /// Everything that is wrong with `smtp_url` and with `smtp_from`. Names no secret.
    pub fn read(url: &str, from: Option<&str>) -> Result<Settings, Vec<(&'static str, String)>> {
        let what = "expected an address, or a name and an address: Disdukcapil <noreply@example.go.id>";
        let told = from.map(|from| from.parse::<Mailbox>().map_err(|_| ("smtp_from", what.to_owned())));
        let told = told.transpose();
        match (Settings::read_url(url, told.as_ref().ok().and_then(Option::as_ref)), told) {
            (Ok(settings), Ok(_)) => Ok(settings),
            // The one that could not be made of the address is not missing: it is there and wrong.
            (Err(("smtp_from", _)) | Ok(_), Err(sender)) => Err(vec![sender]),
            (Err(url), Ok(_)) => Err(vec![url]),
            (Err(url), Err(sender)) => Err(vec![url, sender]),
        }
    }

    fn read_url(url: &str, from: Option<&Mailbox>) -> Result<Settings, (&'static str, String)> {
        let wrong = |what: &str| ("smtp_url", what.to_owned());
        let (scheme, rest) = url.split_once("://").ok_or_else(|| wrong(SHAPE))?;
        let (rest, query) = rest.split_once('?').map_or((rest, ""), |(rest, query)| (rest, query));
        let rest = rest.trim_end_matches('/');
        let (login, place) = match rest.rsplit_once('@') {
            Some((login, place)) => (Some(login), place),
            None => (None, rest),
        };
        let (host, port) = match place.rsplit_once(':') {
            Some((host, port)) => {
                let port = port.parse().ok().filter(|port| *port > 0);
                (host, Some(port.ok_or_else(|| wrong("the port is no number from 1 to 65535"))?))
            }
            None => (place, None),
        };
        if host.is_empty() || host.contains(['/', ' ', ':']) {
            return Err(wrong(SHAPE));
        }
        let is_here = matches!(host, "localhost" | "127.0.0.1");
        let tls = match (scheme, query) {
            ("smtps", "") => Tls::Wrapped,
            ("smtp", "" | "tls=required") if !is_here => Tls::Required,
            ("smtp", "tls=required") => Tls::Required,
            ("smtp", "" | "tls=off") => Tls::Off,
            ("smtps" | "smtp", _) => {
                return Err(wrong("behind the question mark only tls=required or tls=off may stand"));
            }
            _ => return Err(wrong(SHAPE)),
        };
        let login = login.map(|login| {
            let (user, password) = login.split_once(':')?;
            Some((plain(user)?, Redacted::from(plain(password)?)))
        });
        let login = match login {
            Some(None) => {
                return Err(wrong(
                    "expected user:password before the @, with signs of an address written as %40 and the like",
                ));
            }
            Some(login) => login,
            None => None,
        };
        let port = port.unwrap_or(match tls {
            Tls::Wrapped => 465,
            Tls::Required => 587,
            Tls::Off => 25,
        });
        let from = sender(from, login.as_ref().map(|(user, _)| user.as_str()), host)?;
        Ok(Settings { host: host.to_owned(), port, tls, login, from })
    }

    /// The server, for people.
    #[must_use]
    pub fn place(&self) -> String {
        format!("{}:{}", self.host, self.port)
    }

    /// The same with this name beside the sender's address, where it has none.
    #[must_use]
    pub fn named(mut self, office: &str) -> Settings {
        self.from.name.get_or_insert_with(|| office.to_owned());
        self
    }
}

/// As told; or the login where that is an address; or `noreply` at the server's domain.
fn sender(from: Option<&Mailbox>, user: Option<&str>, host: &str) -> Result<Mailbox, (&'static str, String)> {
    if let Some(from) = from {
        return Ok(from.clone());
    }
    let of_user = user.and_then(|user| user.parse::<Address>().ok());
    let domain = ["smtp.", "mail.", "relay."].iter().find_map(|start| host.strip_prefix(start));
    // What is left of relay.net is no domain; nor is the name of a machine, or its number.
    let domain = domain.filter(|domain| domain.contains('.')).unwrap_or(host);
    let is_domain = domain.contains('.') && domain.parse::<std::net::IpAddr>().is_err();
    let of_host = || is_domain.then(|| format!("noreply@{domain}").parse::<Address>().ok()).flatten();
    let address = of_user.or_else(of_host).ok_or_else(|| {
        ("smtp_from", "missing: no sender can be made from smtp_url; give an address".to_owned())
    })?;
    Ok(Mailbox::new(None, address))
}

/// Without percent signs: `user%40example.com`.
fn plain(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let pair = [rest.next()?, rest.next()?];
            bytes.push(u8::from_str_radix(std::str::from_utf8(&pair).ok()?, 16).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_or_told_what_is_wrong_with_it() {
        let check = |url: &str, from: Option<&str>, expected: Result<(&str, Tls, &str), (&str, &str)>| {
            let got = Settings::read(url, from);
            match (&got, expected) {
                (Ok(s), Ok((place, tls, from))) => {
                    assert_eq!(
                        (s.place().as_str(), s.tls, s.from.to_string().as_str()),
                        (place, tls, from),
                        "{url}"
                    );
                }
                (Err(faults), Err((wanted, start))) => {
                    let (key, what) = &faults[0];
                    assert!(*key == wanted && what.starts_with(start), "{url}: {key} {what}");
                    assert!(!what.contains("rahasia"), "{what}");
                    assert_eq!(faults.len(), 1, "{url}");
                }
                _ => panic!("{url}: {got:?}"),
            }
        };
        let own = "noreply@example.go.id";
        check("smtps://mail.example.go.id", None, Ok(("mail.example.go.id:465", Tls::Wrapped, own)));
        check("smtp://smtp.example.go.id", None, Ok(("smtp.example.go.id:587", Tls::Required, own)));
        check(
            "smtp://sapa%40example.go.id:rahasia@relay.net:2525/",
            None,
            Ok(("relay.net:2525", Tls::Required, "sapa@example.go.id")),
        );
        check("smtp://127.0.0.1:2525", Some(own), Ok(("127.0.0.1:2525", Tls::Off, own)));
        check("smtp://relay.net?tls=off", None, Ok(("relay.net:25", Tls::Off, "noreply@relay.net")));
        check(
            "smtp://localhost",
            Some("Disdukcapil <a@example.go.id>"),
            Ok(("localhost:25", Tls::Off, "Disdukcapil <a@example.go.id>")),
        );
        check("mail.example.go.id", None, Err(("smtp_url", "expected smtp://")));
        check("http://mail.example.go.id", None, Err(("smtp_url", "expected smtp://")));
        check("smtp://", None, Err(("smtp_url", "expected smtp://")));
        check("smtp://u:rahasia@host:port", None, Err(("smtp_url", "the port")));
        check("smtp://host:0", None, Err(("smtp_url", "the port")));
        check("smtp://u@host", None, Err(("smtp_url", "expected user:password")));
        check("smtps://host?tls=off", None, Err(("smtp_url", "behind the question mark")));
        check("smtp://host", Some("nobody"), Err(("smtp_from", "expected an address")));
        check("smtp://127.0.0.1", None, Err(("smtp_from", "missing")));
        check("smtp://localhost", None, Err(("smtp_from", "missing")));
        let both = Settings::read("smtp://host:0", Some("nobody")).expect_err("both are wrong");
        assert_eq!(both.iter().map(|(key, _)| *key).collect::<Vec<_>>(), ["smtp_url", "smtp_from"]);
        let read = Settings::read("smtp://u:rahasia@host.id", None).expect("it reads");
        assert!(!format!("{read:?}").contains("rahasia"));
        assert_eq!(read.clone().named("Kantor").from.to_string(), "Kantor <noreply@host.id>");
    }
}
