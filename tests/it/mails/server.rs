//! A mail server as small as it can be: it speaks enough SMTP to take a mail, to refuse one, or to be away.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// How the server feels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mood {
    Well,
    /// Hangs up at once.
    Away,
    /// Knows nobody, and says so with the address.
    Refuses,
    /// Wants a login that it is not given.
    Locked,
    /// Takes nothing from us, whoever it is for.
    Denies,
}

struct State {
    mood: Mood,
    mails: Vec<String>,
}

/// A running server; ends with the test.
#[derive(Clone)]
pub(crate) struct PostOffice {
    pub(crate) address: SocketAddr,
    state: Arc<Mutex<State>>,
}

impl PostOffice {
    pub(crate) async fn open() -> PostOffice {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let office = PostOffice {
            address,
            state: Arc::new(Mutex::new(State { mood: Mood::Well, mails: Vec::new() })),
        };
        let serving = office.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let office = serving.clone();
                tokio::spawn(async move { office.talk(stream).await });
            }
        });
        office
    }

    pub(crate) fn feels(&self, mood: Mood) {
        self.lock().mood = mood;
    }

    /// The mails that came, whole, since the last look.
    pub(crate) fn take(&self) -> Vec<String> {
        std::mem::take(&mut self.lock().mails)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn talk(&self, stream: TcpStream) -> Option<()> {
        let mood = self.lock().mood;
        if mood == Mood::Away {
            return None;
        }
        let (read, mut write) = stream.into_split();
        let mut lines = BufReader::new(read).lines();
        write.write_all(b"220 post.example ready\r\n").await.ok()?;
        loop {
            let line = lines.next_line().await.ok()??;
            let word = line.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase();
            let answer = match (word.as_str(), mood) {
                ("EHLO" | "HELO", _) => "250 post.example".to_owned(),
                ("MAIL", Mood::Locked) => "530 5.7.0 authentication required".to_owned(),
                ("RCPT", Mood::Refuses) => format!("550 5.1.1 no such user: {line}"),
                ("RCPT", Mood::Denies) => "550 5.7.1 relaying denied".to_owned(),
                ("DATA", _) => {
                    write.write_all(b"354 go on\r\n").await.ok()?;
                    let mut mail = String::new();
                    loop {
                        let line = lines.next_line().await.ok()??;
                        if line == "." {
                            break;
                        }
                        mail.push_str(&line);
                        mail.push('\n');
                    }
                    self.lock().mails.push(mail);
                    "250 taken".to_owned()
                }
                ("QUIT", _) => {
                    write.write_all(b"221 bye\r\n").await.ok()?;
                    return Some(());
                }
                _ => "250 ok".to_owned(),
            };
            write.write_all(format!("{answer}\r\n").as_bytes()).await.ok()?;
        }
    }
}
