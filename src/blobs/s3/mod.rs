//! Sealed files in a bucket of an S3-compatible store. rusty-s3 signs, the program's one HTTP client carries; files
//! are sealed before they come here, so the store never sees a plain byte.
//!
//! Every call ends within [`WHOLE`], with bounded tries and jittered pauses: who waits here holds a citizen's lane.

mod answer;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use reqwest::{Client, Method, Url};
use rusty_s3::{Bucket, Credentials, S3Action as _, UrlStyle};
use zeroize::Zeroizing;

use super::key::BlobKey;
use super::store::BlobError;
use crate::vault::random_bytes;
use answer::{Answer, Trouble};

/// All tries of one call together; below the lease of a lane.
const WHOLE: Duration = Duration::from_secs(25);
/// One try. Our files are a few hundred kilobytes; 20 MB at 2 MB a second still pass.
const TRY: Duration = Duration::from_secs(10);
/// A look whether the bucket is there, for readiness.
const LOOK: Duration = Duration::from_secs(2);
const TRIES: u32 = 3;
/// The first pause between two tries; it doubles, each with up to as much again of jitter.
const PAUSE: Duration = Duration::from_millis(100);
/// How long a signature is good for: longer than a call takes, and tolerant of a clock that is a little behind.
const SIGNED_FOR: Duration = Duration::from_secs(300);

/// Where the bucket is and with which keys it opens. Debug shows no secret.
#[derive(Clone)]
pub struct S3Settings {
    pub bucket: String,
    /// Put before every name, without slashes at its ends; may be empty.
    pub prefix: String,
    pub region: String,
    /// None: Amazon's, by region.
    pub endpoint: Option<String>,
    pub access_key: String,
    pub secret_key: Zeroizing<String>,
    pub session_token: Option<Zeroizing<String>>,
}

impl fmt::Debug for S3Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "S3Settings({})", self.place())
    }
}

impl S3Settings {
    /// `s3://bucket/prefix at endpoint`, for people.
    #[must_use]
    pub fn place(&self) -> String {
        let slash = if self.prefix.is_empty() { "" } else { "/" };
        let at = self.endpoint.as_deref().map(|url| format!(" at {url}")).unwrap_or_default();
        format!("s3://{}{slash}{}{at}", self.bucket, self.prefix)
    }

    /// The address of the store, and how buckets are named there: a bucket as a part of the host is Amazon's way,
    /// and needs a name without dots for its certificate; others take it as the first part of the path.
    fn bucket(&self) -> Result<Bucket, String> {
        let (endpoint, style) = match &self.endpoint {
            Some(endpoint) => (endpoint.clone(), UrlStyle::Path),
            None if self.bucket.contains('.') => {
                (format!("https://s3.{}.amazonaws.com", self.region), UrlStyle::Path)
            }
            None => (format!("https://s3.{}.amazonaws.com", self.region), UrlStyle::VirtualHost),
        };
        let url: Url = endpoint.parse().map_err(|_| format!("{endpoint} is not an address"))?;
        Bucket::new(url, style, self.bucket.clone(), self.region.clone())
            .map_err(|error| format!("{} cannot be a bucket at {endpoint}: {error}", self.bucket))
    }
}

#[derive(Clone)]
pub(super) struct S3 {
    inner: Arc<Inner>,
}

struct Inner {
    client: Client,
    bucket: Bucket,
    credentials: Credentials,
    settings: S3Settings,
}

impl fmt::Debug for S3 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.settings.fmt(f)
    }
}

/// What is done with an object.
#[derive(Clone, Copy)]
enum Act<'a> {
    Put(&'a [u8]),
    Get,
    Delete,
}

impl S3 {
    /// Connects to nothing yet.
    pub(super) fn new(settings: S3Settings, client: Client) -> Result<S3, BlobError> {
        let bucket = settings.bucket().map_err(|why| unavailable(&settings, why))?;
        let (key, secret) = (settings.access_key.as_str(), settings.secret_key.as_str());
        let credentials = match &settings.session_token {
            None => Credentials::new(key, secret),
            Some(token) => Credentials::new_with_token(key, secret, token.as_str()),
        };
        Ok(S3 { inner: Arc::new(Inner { client, bucket, credentials, settings }) })
    }

    pub(super) async fn write(&self, key: &BlobKey, sealed: Vec<u8>) -> Result<(), BlobError> {
        self.call(key, Act::Put(&sealed)).await.map(drop)
    }

    pub(super) async fn read(&self, key: &BlobKey) -> Result<Vec<u8>, BlobError> {
        self.call(key, Act::Get).await
    }

    pub(super) async fn remove(&self, key: &BlobKey) -> Result<(), BlobError> {
        match self.call(key, Act::Delete).await {
            Ok(_) | Err(BlobError::Missing { .. }) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Whether the bucket is there and lets us in, in one small question.
    pub(super) async fn look(&self) -> Result<(), BlobError> {
        let inner = &self.inner;
        let url = inner.bucket.head_bucket(Some(&inner.credentials)).sign(SIGNED_FOR);
        let answer = answer::of(inner.client.head(url).timeout(LOOK)).await;
        match answer {
            Answer::Done(_) => Ok(()),
            Answer::NoObject => Err(unavailable(&inner.settings, "there is no such bucket".to_owned())),
            Answer::Trouble(trouble) => Err(self.sorted(trouble)),
        }
    }

    async fn call(&self, key: &BlobKey, act: Act<'_>) -> Result<Vec<u8>, BlobError> {
        let tried = async {
            let mut pause = PAUSE;
            for _ in 1..TRIES {
                match self.once(key, act).await {
                    Answer::Trouble(Trouble::Passing(why)) => {
                        tracing::debug!(why, "the file store failed; trying again");
                        tokio::time::sleep(pause + jitter(pause)).await;
                        pause *= 2;
                    }
                    answer => return answer,
                }
            }
            self.once(key, act).await
        };
        let late = Answer::Trouble(Trouble::Passing("it does not answer in time".to_owned()));
        match tokio::time::timeout(WHOLE, tried).await.unwrap_or(late) {
            Answer::Done(bytes) => Ok(bytes),
            Answer::NoObject => Err(BlobError::Missing { key: key.clone() }),
            Answer::Trouble(trouble) => Err(self.sorted(trouble)),
        }
    }

    async fn once(&self, key: &BlobKey, act: Act<'_>) -> Answer {
        let Inner { client, bucket, credentials, settings } = self.inner.as_ref();
        let name = match settings.prefix.as_str() {
            "" => key.as_str().to_owned(),
            prefix => format!("{prefix}/{key}"),
        };
        let credentials = Some(credentials);
        // Signed for every try: the time is in the signature.
        let request = match act {
            Act::Put(sealed) => {
                let url = bucket.put_object(credentials, &name).sign(SIGNED_FOR);
                client.request(Method::PUT, url).body(sealed.to_vec())
            }
            Act::Get => client.get(bucket.get_object(credentials, &name).sign(SIGNED_FOR)),
            Act::Delete => client.delete(bucket.delete_object(credentials, &name).sign(SIGNED_FOR)),
        };
        answer::of(request.timeout(TRY)).await
    }

    fn sorted(&self, trouble: Trouble) -> BlobError {
        match trouble {
            Trouble::Full(why) => BlobError::Full { source: std::io::Error::other(why) },
            Trouble::Passing(why) | Trouble::Lasting(why) => unavailable(&self.inner.settings, why),
        }
    }
}

fn unavailable(settings: &S3Settings, why: String) -> BlobError {
    BlobError::Unavailable { place: settings.place(), source: std::io::Error::other(why) }
}

/// Up to as much again, so that replicas that failed together do not come back together.
fn jitter(pause: Duration) -> Duration {
    let [byte] = random_bytes::<1>();
    pause * u32::from(byte) / 256
}
