//! `sapa staff add|list|disable|reset`: the accounts of the console, from the terminal of the server.

use clap::Subcommand;

use crate::app;
use crate::console::accounts::{self as staff, Means, StaffError};
use crate::domain::staff::Role;
use crate::runtime::house::{Clock, Minter};

#[derive(Subcommand)]
pub(super) enum Act {
    /// Make an account; prints its one-time password
    Add {
        login: String,
        /// As citizens never see it and colleagues know it
        #[arg(long)]
        name: String,
        /// One or several of: verifier siak_operator certifier head producer counter agent administrator
        #[arg(long = "role", required = true, num_args = 1.., value_parser = role)]
        roles: Vec<Role>,
    },
    /// All accounts with their roles
    List,
    /// End an account's sessions and refuse its login
    Disable { login: String },
    /// A new one-time password; also opens a disabled account again
    Reset { login: String },
}

fn role(word: &str) -> Result<Role, String> {
    let all: Vec<&str> = Role::ALL.iter().map(|r| r.as_str()).collect();
    Role::parse(word).ok_or_else(|| format!("the roles are {}", all.join(" ")))
}

pub(super) async fn run(act: Act) -> i32 {
    let config = match super::config() {
        Ok(config) => config,
        Err(status) => return status,
    };
    let clock = Clock::System;
    let (store, _) = match app::open_store(&config, clock.now()).await {
        Ok(opened) => opened,
        Err(error) => {
            eprintln!("sapa staff: {error}");
            return 2;
        }
    };
    let mint = Minter::new(clock.clone());
    let means = Means { now: clock.now(), mint: &mint };
    let told = match act {
        Act::Add { login, name, roles } => {
            staff::add(&store, &means, &login, &name, &roles).await.map(|p| one_time(&login, &p))
        }
        Act::List => staff::list(&store).await,
        Act::Disable { login } => {
            staff::disable(&store, &means, &login).await.map(|()| format!("{login} is disabled.\n"))
        }
        Act::Reset { login } => staff::reset(&store, &means, &login).await.map(|p| one_time(&login, &p)),
    };
    store.close().await;
    match told {
        Ok(text) => {
            print!("{text}");
            0
        }
        Err(error) => {
            eprintln!("sapa staff: {error}");
            match error {
                StaffError::Store(_) => 2,
                _ => 1,
            }
        }
    }
}

fn one_time(login: &str, password: &str) -> String {
    format!(
        "{login}: the one-time password is {password}\nIt is shown once and replaced at the first login.\n"
    )
}
