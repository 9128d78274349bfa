//! `sapa serve`: starts everything and prints where it is.

use crate::app::{App, StartError};
use crate::telemetry;

pub(super) async fn run() -> i32 {
    let config = match super::config() {
        Ok(config) => config,
        Err(status) => return status,
    };
    if let Err(error) = telemetry::start_logging(&config.log, config.log_format) {
        eprintln!("sapa: SAPA_LOG: {error}");
        return 2;
    }
    let started = std::time::Instant::now();
    let app = match App::start(&config).await {
        Ok(app) => app,
        Err(error) => return refuse(&error),
    };
    let base = config.public_url.clone().unwrap_or_else(|| format!("http://{}", app.address));
    println!("Sapa {} is ready in {} ms.", env!("CARGO_PKG_VERSION"), started.elapsed().as_millis());
    if app.simulates {
        println!("  Simulator  {base}/simulator");
    }
    println!("  Console    {base}/console");
    if let Some((login, password)) = &app.first_login {
        println!("  Login      {login}");
        println!("  Password   {password}   (one time: it is replaced at the first login)");
    }
    let stop = app.stopper();
    tokio::spawn(async move {
        wait_for_signal().await;
        stop.cancel();
    });
    match app.run().await {
        Ok(()) => 0,
        Err(error) => refuse(&error),
    }
}

fn refuse(error: &StartError) -> i32 {
    eprintln!("sapa: {error}");
    match error {
        StartError::Listen(..) => {
            eprintln!("      another program may use this port; set SAPA_LISTEN to another one");
        }
        StartError::Database(_) => eprintln!("      `sapa doctor` tells more"),
        _ => {}
    }
    2
}

async fn wait_for_signal() {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = match signal(SignalKind::terminate()) {
        Ok(terminate) => terminate,
        Err(error) => {
            tracing::error!(%error, "failed to listen for SIGTERM");
            std::future::pending::<()>().await;
            return;
        }
    };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}
